package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.check.GradCheck;
import org.cotangent.check.Sampler;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Einstein's sums against a loop over all indices, for equations that nobody chose. */
class EinsumTest {
    private static final String LETTERS = "badZc";

    /** An equation, with the labels of every axis written out: digits, counted from the right, for those of ellipses. */
    private record Sum(String equation, List<String> labels, String result, List<Shape> shapes) {
        static Sum draw(Random random) {
            Map<Character, Integer> sizes = new TreeMap<>();
            ("210" + LETTERS).chars().forEach(label -> sizes.put((char) label, 1 + random.nextInt(4)));
            boolean dots = random.nextInt(3) == 0;
            List<String> groups = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            List<Shape> shapes = new ArrayList<>();
            int operands = 1 + random.nextInt(4);
            for (int i = 0; i < operands; i++) {
                String letters = random.ints(random.nextInt(4), 0, LETTERS.length())
                        .mapToObj(at -> LETTERS.substring(at, at + 1))
                        .collect(Collectors.joining());
                int at = random.nextInt(letters.length() + 1);
                boolean open = dots && random.nextInt(4) > 0;
                groups.add(open ? letters.substring(0, at) + "..." + letters.substring(at) : letters);
                String all = open
                        ? letters.substring(0, at) + "210".substring(random.nextInt(4)) + letters.substring(at)
                        : letters;
                labels.add(all);
                String single = random.nextInt(3) == 0 && !all.isEmpty() ? all.substring(0, 1) : "";
                shapes.add(Shape.of(all.chars()
                        .map(label -> single.indexOf(label) >= 0 ? 1 : sizes.get((char) label))
                        .toArray()));
            }
            return random.nextInt(4) == 0
                    ? ofLettersThatOccurOnce(groups, labels, shapes)
                    : ofSomeLetters(groups, labels, shapes, random);
        }

        private static Sum ofSomeLetters(List<String> groups, List<String> labels, List<Shape> shapes, Random random) {
            List<String> kept = new ArrayList<>(String.join("", labels)
                    .chars()
                    .filter(label -> Character.isLetter(label) && random.nextBoolean())
                    .distinct()
                    .mapToObj(Character::toString)
                    .toList());
            Collections.shuffle(kept, random);
            boolean open = String.join("", groups).contains("...") && random.nextInt(4) > 0;
            if (open) {
                kept.add(random.nextInt(kept.size() + 1), "...");
            }
            String written = String.join("", kept);
            return new Sum(
                    String.join(",", groups) + "->" + written,
                    labels,
                    written.replace("...", hidden(labels)),
                    shapes);
        }

        private static Sum ofLettersThatOccurOnce(List<String> groups, List<String> labels, List<Shape> shapes) {
            String all = String.join("", labels);
            String once = all.chars()
                    .filter(label -> Character.isLetter(label) && all.indexOf(label) == all.lastIndexOf(label))
                    .sorted()
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            return new Sum(String.join(", ", groups), labels, hidden(labels) + once, shapes);
        }

        private static String hidden(List<String> labels) {
            return Stream.of("2", "1", "0").filter(String.join("", labels)::contains).collect(Collectors.joining());
        }

        List<Tensor> operands(Random random) {
            return shapes.stream()
                    .map(shape -> Sampler.tensors(r -> shape, -1, 1).sample(random))
                    .toList();
        }

        /** The size of a label: not that of an operand where it is 1 and broadcasts. */
        int size(int label) {
            return IntStream.range(0, labels.size())
                    .filter(i -> labels.get(i).indexOf(label) >= 0)
                    .map(i -> shapes.get(i).size(labels.get(i).indexOf(label)))
                    .reduce(1, (a, b) -> a == 1 ? b : a);
        }

        Shape shape() {
            return Shape.of(result.chars().map(this::size).toArray());
        }

        /** The definition. */
        double[] loop(List<Tensor> operands) {
            String all = result
                    + String.join("", labels)
                            .chars()
                            .filter(label -> result.indexOf(label) < 0)
                            .distinct()
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining());
            int[] sizes = all.chars().map(this::size).toArray();
            double[][] values = operands.stream().map(Tensor::toDoubles).toArray(double[][]::new);
            double[] sums = new double[shape().size()];
            int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
            for (int n = 0; n < count; n++) {
                int[] index = new int[sizes.length]; // the labels of the result run slowest: its place is n / the others
                for (int i = sizes.length - 1, rest = n; i >= 0; rest /= sizes[i--]) {
                    index[i] = rest % sizes[i];
                }
                double product = 1;
                for (int i = 0; i < values.length; i++) {
                    int at = 0;
                    for (int axis = 0; axis < labels.get(i).length(); axis++) {
                        int size = shapes.get(i).size(axis);
                        int along = index[all.indexOf(labels.get(i).charAt(axis))];
                        at = at * size + (size == 1 ? 0 : along);
                    }
                    product *= values[i][at];
                }
                sums[n / (count / sums.length)] += product;
            }
            return sums;
        }
    }

    private static Tensor einsum(String equation, List<Tensor> operands) {
        return Tensor.einsum(equation, operands.toArray(new Tensor[0]));
    }

    private static Tensor x(int... sizes) {
        int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        return Tensor.of(new Random(count).doubles(count, -1, 1).toArray(), sizes);
    }

    // ---- any equation -----------------------------------------------------------------------------------------------

    @Property(tries = 1000)
    void isTheSumOverAllIndices(@ForAll long seed) {
        Random random = new Random(seed);
        Sum sum = Sum.draw(random);
        List<Tensor> operands = sum.operands(random);
        Tensor found = einsum(sum.equation, operands);
        assertEquals(sum.shape(), found.shape(), sum::toString);
        assertEquals(DType.FLOAT64, found.dtype());
        assertArrayEquals(sum.loop(operands), found.toDoubles(), 1e-12, sum::toString);
    }

    @Property(tries = 200)
    void integersStayIntegers(@ForAll long seed) {
        Random random = new Random(seed);
        Sum sum = Sum.draw(random);
        List<Tensor> operands = sum.operands(random).stream()
                .map(x -> x.detach().mul(10).to(DType.INT64))
                .toList();
        Tensor found = einsum(sum.equation, operands);
        assertEquals(DType.INT64, found.dtype());
        assertArrayEquals(sum.loop(operands), found.toDoubles(), 0, sum::toString);
    }

    @Property(tries = 60)
    void theGradientIsRight(@ForAll long seed) {
        Random random = new Random(seed);
        Sum sum = Sum.draw(random);
        GradCheck.fast().check(in -> einsum(sum.equation, in), sum.operands(random)).orThrow();
    }

    // ---- those that have names --------------------------------------------------------------------------------------

    @Test
    void productsOfMatrices() {
        Tensor a = x(3, 4);
        Tensor b = x(4, 5);
        assertArrayEquals(a.matmul(b).toDoubles(), Tensor.einsum("ij,jk->ik", a, b).toDoubles(), 1e-15);
        assertArrayEquals(a.matmul(b).toDoubles(), Tensor.einsum("ij,jk", a, b).toDoubles(), 1e-15);
        assertArrayEquals(a.matmul(b).t().toDoubles(), Tensor.einsum("zj,ja", a, b).toDoubles(), 1e-15);
        Tensor batch = x(2, 1, 3, 4);
        Tensor other = x(6, 4, 5);
        Tensor found = Tensor.einsum("...ij,...jk->...ik", batch, other);
        assertEquals("[2, 6, 3, 5]", found.shape().toString());
        assertArrayEquals(batch.matmul(other).toDoubles(), found.toDoubles(), 1e-15);
        assertArrayEquals(
                batch.matmul(other).sum(0, 1).toDoubles(),
                Tensor.einsum("...ij,...jk->ik", batch, other).toDoubles(),
                1e-14);
    }

    @Test
    void tracesAndDiagonals() {
        Tensor a = x(4, 4);
        assertEquals(a.trace().item(), Tensor.einsum("ii", a).item(), 1e-15);
        assertArrayEquals(a.diag(0).toDoubles(), Tensor.einsum("ii->i", a).toDoubles());
        assertArrayEquals(a.t().toDoubles(), Tensor.einsum("ba", a).toDoubles());
        assertEquals(3.5, Tensor.einsum("", Tensor.scalar(3.5, DType.FLOAT64)).item());
        assertEquals(7, Tensor.einsum(",->", Tensor.scalar(3.5, DType.FLOAT64), Tensor.scalar(2)).item());
    }

    @Test
    void sumsOverNothingAreZero() {
        Tensor found = Tensor.einsum("ij,jk->ik", x(2, 0), x(0, 3));
        assertEquals("[2, 3]", found.shape().toString());
        assertArrayEquals(new double[6], found.toDoubles());
        assertArrayEquals(new double[2], Tensor.einsum("ij,jk->i", x(2, 0), x(1, 3)).toDoubles(), 1e-300); // or -0
        assertEquals("[0, 3]", Tensor.einsum("ij,jk->ik", x(0, 4), x(4, 3)).shape().toString());
        assertEquals("[0, 2, 3]", Tensor.einsum("bij,bjk->bik", x(0, 2, 4), x(1, 4, 3)).shape().toString());
    }

    @Test
    void typesMeetAsInAProduct() {
        Tensor bool = Tensor.of(new double[] {1, 0, 1}, 3).to(DType.BOOL);
        assertEquals(DType.BOOL, Tensor.einsum("i,i->i", bool, bool).dtype());
        Tensor count = Tensor.einsum("i,i->", bool, bool);
        assertEquals(DType.INT64, count.dtype());
        assertEquals(2, count.item());
        assertEquals(DType.INT64, Tensor.einsum("i,j->i", bool, Tensor.arange(3)).dtype());
        assertEquals(DType.FLOAT32, Tensor.einsum("i,j->i", bool, Tensor.ones(3)).dtype());
        assertEquals(DType.FLOAT64, Tensor.einsum("ij,j->i", Tensor.ones(2, 3), x(3)).dtype());
        assertEquals(DType.FLOAT64, Tensor.einsum("ij,j->i", Tensor.ones(2, 3), x(1)).dtype());
        // Beyond 2^53, where a double would round.
        Tensor large = Tensor.of(new long[] {1L << 53, 1}, 2);
        assertArrayEquals(new long[] {(1L << 53) + 1}, Tensor.einsum("ij,jk->ik", large.reshape(1, 2), Tensor.of(
                        new long[] {1, 1}, 2, 1))
                .toLongs());
    }

    // ---- what the broadcast product of all operands has no room for -------------------------------------------------

    @Test
    void largeMatricesNeedNoCube() {
        Tensor a = Tensor.arange(0, 1500 * 1500, 1).reshape(1500, 1500).to(DType.FLOAT32).sin();
        Tensor b = a.t().cos();
        Tensor found = assertTimeout(Duration.ofMinutes(1), () -> Tensor.einsum("ij,jk->ik", a, b));
        assertEquals(DType.FLOAT32, found.dtype());
        Tensor row = a.get(1499).to(DType.FLOAT64);
        assertEquals(row.mul(b.select(1, 7).to(DType.FLOAT64)).sum().item(), found.at(1499, 7), 1e-3);
    }

    @Test
    void chainsAndSumsOfOneOperandNeedNoneEither() {
        Tensor a = Tensor.ones(1000, 1000).requiresGrad(true);
        Tensor b = Tensor.ones(1000, 1000).requiresGrad(true);
        assertTimeout(Duration.ofMinutes(1), () -> {
            Tensor chain = Tensor.einsum("ij,jk,kl->il", a, b, a);
            assertEquals(1e6, chain.at(3, 999));
            chain.sum().backward();
            Tensor.einsum("ij,kl->", a, b).backward(); // the sums of each
        });
        assertEquals(1e6 + 1e6 + 1e6, Objects.requireNonNull(a.grad()).at(0, 0)); // first and last of the chain, and alone
    }

    // ---- mistakes ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ij->ik    | no operand has the result's label 'k'",
                "ij->i.... | no operand has the result's label '.'",
                "ij->ii    | the result has label 'i' twice",
                "...j->...j... | the result has an axis of the ellipsis twice",
                "ij,jk->ik | 1 operands stand against 2 groups",
                "ijk->i    | operand 0 has 2 axes, its labels are 'ijk'",
                "ijk...->i | operand 0 has 2 axes, its labels are 'ijk...'",
                "ii->i     | label 'i' names axes of sizes 2 and 3"
            })
    void mistakesInTheEquation(String equation, String why) {
        Tensor a = x(2, 3);
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.einsum(equation, a)).getMessage();
        assertTrue(message.startsWith("einsum '" + equation + "' of [2, 3]: " + why), message);
        assertTrue(message.endsWith("Try: one label an axis, groups parted by commas, as in 'ij,jk->ik'"), message);
    }

    @Test
    void sizesThatDiffer() {
        Tensor named = x(4, 5).named("w");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Tensor.einsum("ij,k,jk->ik", x(2, 3), x(1), named))
                .getMessage();
        assertEquals(
                "einsum 'ij,k,jk->ik' of [2, 3], [1], [4, 5]: label 'j' has size 3 in operand 0 and 4 in operand 2; the"
                        + " right operand is 'w'. Try: equal sizes, or 1 in one of them, which broadcasts",
                message);
        String dots = assertThrows(
                        IllegalArgumentException.class, () -> Tensor.einsum("...i,...i->i", x(2, 3), x(4, 3)))
                .getMessage();
        assertTrue(dots.contains("an axis of the ellipsis has size 2 in operand 0 and 4 in operand 1"), dots);
    }
}
