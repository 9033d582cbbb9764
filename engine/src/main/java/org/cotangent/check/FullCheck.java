package org.cotangent.check;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/** Compares every entry of the Jacobian with differences. */
final class FullCheck {
    private final Case question;
    private final Subject.Recorded here;
    private final Jacobian rule;
    private final Jacobian truth;
    private final Differences differences;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final List<Diagnosis> remarks = new ArrayList<>();
    private long comparisons;

    private FullCheck(Case question, Subject.Recorded here, Jacobian rule) {
        this.question = question;
        this.here = here;
        this.rule = rule;
        this.truth = new Jacobian(question.subject().shapes(), here.shape());
        this.differences =
                new Differences(question.subject(), question.x(), here.value(), question.allowsForFloat32(here));
    }

    /** The verdict on all entries, after a look at the pull-back itself. */
    static Verdict of(Case question) {
        Subject.Recorded here;
        try {
            here = question.subject().record(question.x());
        } catch (RuntimeException failure) {
            if (question.order() == 1) {
                throw failure; // the function itself
            }
            return failed(question, Shape.SCALAR, failure);
        }
        Jacobian rule;
        try {
            PullBack pullBack = new PullBack(question, here);
            Diagnosis strange = pullBack.strange();
            if (strange != null) {
                return Verdict.wrong(strange);
            }
            rule = Jacobian.of(question.subject(), here);
            strange = pullBack.notTheSumOf(rule);
            if (strange != null) {
                return Verdict.wrong(strange);
            }
        } catch (RuntimeException | StackOverflowError failure) {
            return failed(question, here.shape(), failure);
        }
        return new FullCheck(question, here, rule).verdict();
    }

    private static Verdict failed(Case question, Shape shape, Throwable failure) {
        Mismatch nowhere = Mismatch.plain(new Place(0, 0), Double.NaN, Double.NaN);
        return Verdict.wrong(question.diagnosis(Cause.RULE_FAILED, nowhere, shape, String.valueOf(failure)));
    }

    private Verdict verdict() {
        double[][] x = question.x();
        for (int input = 0; input < x.length; input++) {
            for (int element = 0; element < x[input].length; element++) {
                compareColumn(new Place(input, element));
            }
        }
        return new Verdict(diagnoses(), remarks, comparisons);
    }

    private void compareColumn(Place place) {
        Differences.Estimate[] column = differences.column(place.input(), place.element());
        boolean suspect = false;
        for (int output = 0; output < column.length; output++) {
            truth.set(output, place.input(), place.element(), column[output].value());
            suspect |= !question.agree(rule.at(output, place.input(), place.element()), column[output]);
            comparisons++;
        }
        if (suspect) {
            lookCloser(place, column);
        }
    }

    /** More steps, and each side by itself, for a column with an entry that does not agree. */
    private void lookCloser(Place place, Differences.Estimate[] column) {
        int input = place.input();
        int element = place.element();
        Differences.Estimate[] best = differences.bestColumn(input, element);
        Differences.Estimate[] left = differences.oneSided(input, element, -1);
        Differences.Estimate[] right = differences.oneSided(input, element, +1);
        boolean float32 = here.isFloat32() || differences.isFloat32(input, element);
        for (int output = 0; output < best.length; output++) {
            double analytic = rule.at(output, input, element);
            if (question.agree(analytic, column[output])) {
                continue;
            }
            Differences.Estimate l = usable(left[output]);
            Differences.Estimate r = usable(right[output]);
            Differences.Estimate estimate = usable(best[output]);
            if (Double.isNaN(estimate.value())) {
                // Next to the border of the domain one side is all there is; otherwise any estimate will do.
                estimate = Double.isFinite(column[output].value()) ? column[output] : l.better(r) ? l : r;
            }
            truth.set(output, input, element, estimate.value());
            if (question.agree(analytic, estimate)) {
                continue;
            }
            boolean jump = differences.jumps(input, element, output);
            Mismatch entry = new Mismatch(
                    input, element, output, analytic, estimate.value(), l.value(), r.value(), jump, float32);
            String excuse = excuse(entry, l.error() + r.error());
            if (excuse == null) {
                mismatches.add(entry);
            } else {
                truth.set(output, input, element, analytic);
                Cause cause = jump ? Cause.NOT_DIFFERENTIABLE : Cause.KINK_INSIDE_STEP;
                remarks.add(question.diagnosis(cause, entry, here.shape(), excuse));
            }
        }
    }

    private Differences.Estimate usable(Differences.Estimate estimate) {
        return estimate.isUsable(differences.magnitude()) ? estimate : Differences.Estimate.NONE;
    }

    /** Why an entry that does not agree is no fault; null when it is one. */
    private @Nullable String excuse(Mismatch entry, double error) {
        if (entry.jump()) {
            // Order 1 has compared this gradient with the function on both sides.
            return question.order() > 1 ? "The function has a kink here, so its gradient jumps." : null;
        }
        double l = entry.left();
        double r = entry.right();
        double larger = Math.max(Math.abs(l), Math.abs(r));
        boolean kink = !entry.float32() && Math.abs(l - r) > 1e-3 * larger + 10 * error;
        double margin = 1e-6 * larger;
        boolean between = entry.analytic() >= Math.min(l, r) - margin && entry.analytic() <= Math.max(l, r) + margin;
        return kink && between
                ? "Left and right derivative differ, and the rule's value lies between them: a subgradient."
                : null;
    }

    /** One diagnosis for each argument with a wrong gradient: its worst entry, and the cause for all of them. */
    private List<Diagnosis> diagnoses() {
        List<Diagnosis> found = new ArrayList<>();
        for (int k = 0; k < question.x().length; k++) {
            int input = k;
            List<Mismatch> ofInput =
                    mismatches.stream().filter(each -> each.input() == input).toList();
            if (ofInput.isEmpty()) {
                continue;
            }
            Mismatch worst = ofInput.getFirst();
            for (Mismatch each : ofInput) {
                worst = each.distance() > worst.distance() ? each : worst;
            }
            Suspects.Finding finding = new Suspects(rule, truth, input, question.x()[input], ofInput).finding();
            found.add(question.diagnosis(finding.cause(), worst, here.shape(), finding.explanation()));
        }
        return found;
    }
}
