package org.cotangent.check.zoo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cotangent.check.Verdict;

/**
 * How well a checker did.
 *
 * @param results one for each specimen
 * @param alarms the verdicts against gradients that are right
 * @param sound how many right gradients there were
 */
public record Score(List<Result> results, List<Alarm> alarms, int sound) {
    /** Copies the lists. */
    public Score {
        results = List.copyOf(results);
        alarms = List.copyOf(alarms);
    }

    /**
     * One specimen.
     *
     * @param specimen the broken rule
     * @param verdict the first verdict against it, or the last one in its favour
     */
    public record Result(Specimen specimen, Verdict verdict) {
        /**
         * Whether the mistake was noticed.
         *
         * @return true when the verdict is against the rule
         */
        public boolean caught() {
            return !verdict.isCorrect();
        }

        /**
         * Whether the diagnosis was right.
         *
         * @return true when the cause and the order are the specimen's
         */
        public boolean named() {
            return verdict.faults().stream()
                    .anyMatch(each -> each.cause() == specimen.cause() && each.order() == specimen.order());
        }
    }

    /**
     * A false alarm.
     *
     * @param name whose right gradient was suspected
     * @param verdict why
     */
    public record Alarm(String name, Verdict verdict) {}

    /**
     * The number of broken rules.
     *
     * @return of all specimens
     */
    public int specimens() {
        return results.size();
    }

    /**
     * The number of broken rules that were noticed.
     *
     * @return at most {@link #specimens()}
     */
    public int caught() {
        return (int) results.stream().filter(Result::caught).count();
    }

    /**
     * The number of broken rules whose cause was named.
     *
     * @return at most {@link #caught()}
     */
    public int named() {
        return (int) results.stream().filter(Result::named).count();
    }

    /**
     * The number of right gradients that were suspected.
     *
     * @return at most {@link #sound()}
     */
    public int falseAlarms() {
        return alarms.size();
    }

    /** One line, and the names of what went wrong. */
    @Override
    public String toString() {
        String missed = results.stream()
                .filter(each -> !each.caught())
                .map(each -> "\n  missed: " + each.specimen().name())
                .collect(Collectors.joining());
        String alarmed =
                alarms.stream().map(each -> "\n  false alarm: " + each.name()).collect(Collectors.joining());
        return String.format(
                        Locale.ROOT,
                        "%d of %d broken rules caught, %d of them named; %d false alarms in %d right ones",
                        caught(),
                        specimens(),
                        named(),
                        falseAlarms(),
                        sound)
                + missed
                + alarmed;
    }
}
