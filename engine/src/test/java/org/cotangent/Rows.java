package org.cotangent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.check.GradCheck;
import org.cotangent.check.Verdict;

/**
 * Checks the rows of an entry; also inside a class loader of its own, for {@link MutationTest}. So it needs no test
 * library, and as a function it takes an entry's name (or an empty one for all) and returns what is wrong (or an empty
 * text).
 */
public final class Rows implements Function<String, String> {
    /** Made by {@link MutationTest}. */
    public Rows() {}

    @Override
    public String apply(String name) {
        try {
            for (Entry entry : Entry.all()) {
                if (name.isEmpty() || entry.name().equals(name)) {
                    for (Example row : entry.examples()) {
                        check(entry, row);
                    }
                }
            }
            if (name.isEmpty()) {
                Corners.check();
            }
            return "";
        } catch (AssertionError | RuntimeException wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }

    /** Checks first and second order in float64, or that nothing is recorded when there is no derivative. */
    static void check(Entry entry, Example row) {
        if (entry.derivative() == Entry.Derivative.ABSENT) {
            require(!row.call().apply(sample(row, 0)).requiresGrad(), entry + " has no derivative and is recorded");
            return;
        }
        for (long seed = 0; seed < 2; seed++) {
            List<Tensor> operands = sample(row, seed);
            Tensor y = row.call().apply(operands);
            require(y.requiresGrad(), entry + " is not recorded");
            require(entriesOf(y).contains(entry), "the row does not use " + entry);
            if (entry.derivative() == Entry.Derivative.EXACT) {
                Verdict verdict =
                        GradCheck.full().seed(seed).check(row.call()::apply, operands).orThrow();
                require(verdict.remarks().isEmpty(), "a kink among the samples of " + entry + ": " + verdict);
            }
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    private static List<Tensor> sample(Example row, long seed) {
        Random random = new Random(seed);
        return row.operands().stream().map(domain -> domain.sample(random)).toList();
    }

    private static Set<Entry> entriesOf(Tensor y) {
        Set<Entry> found = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(y.gradFn()));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.op() != null) {
                found.add(node.op().entry());
            }
            node.inputs().stream().filter(each -> each != null).forEach(open::push);
        }
        return found;
    }
}
