package org.cotangent.check.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.check.GradientChecker;
import org.cotangent.check.Verdict;

/**
 * Scores gradient checkers.
 *
 * <pre>{@code
 * System.out.println(Zoo.score((f, at) -> myVerdictOn(f, at)));
 * }</pre>
 */
public final class Zoo {
    private Zoo() {}

    /**
     * All broken rules. Some of them remember what they were asked: each call makes new ones.
     *
     * @return more than sixty
     */
    public static List<Specimen> specimens() {
        return Stream.of(
                        Factors.specimens(),
                        Sums.specimens(),
                        Masks.specimens(),
                        Orders.specimens(),
                        States.specimens(),
                        Seconds.specimens(),
                        Corners.specimens())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Right gradients at difficult points, without the right halves of the specimens.
     *
     * @return about thirty
     */
    public static List<Sound> hardPoints() {
        return Hard.points();
    }

    /**
     * Shows a checker every broken rule and every right one, at the same points.
     *
     * @param checker any; one that throws has noticed something
     * @return how many it caught, named and wrongly suspected
     */
    public static Score score(GradientChecker checker) {
        List<Score.Result> results = new ArrayList<>();
        List<Score.Alarm> alarms = new ArrayList<>();
        int sound = 0;
        for (Specimen each : specimens()) {
            Verdict verdict = Verdict.correct(0);
            for (List<Tensor> point : each.points()) {
                verdict = checker.check(each.broken(), point);
                if (!verdict.isCorrect()) {
                    break;
                }
            }
            results.add(new Score.Result(each, verdict));
            for (List<Tensor> point : each.points()) {
                sound++;
                Verdict onRight = checker.check(each.right(), point);
                if (!onRight.isCorrect()) {
                    alarms.add(new Score.Alarm(each.name(), onRight));
                }
            }
        }
        for (Sound each : hardPoints()) {
            sound++;
            Verdict verdict = checker.check(each.f(), each.point());
            if (!verdict.isCorrect()) {
                alarms.add(new Score.Alarm(each.name(), verdict));
            }
        }
        return new Score(results, alarms, sound);
    }
}
