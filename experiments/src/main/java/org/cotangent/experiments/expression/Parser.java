package org.cotangent.experiments.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.experiments.expression.Expression.Term;
import org.cotangent.kernel.DType;

/** Reads an expression by recursive descent: one method for each line of the grammar in {@link Expression}. */
final class Parser {
    private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);
    private static final int DEEPEST = 200;

    private final String source;
    private final Set<String> names = new LinkedHashSet<>();
    private int at;
    private int depth;

    Parser(String source) {
        this.source = source;
    }

    Expression expression() throws Misread {
        Term term = sum();
        end();
        return new Expression(source, term, names);
    }

    Tensor wholeValue() throws Misread {
        skip();
        Tensor value = peek() == '[' ? array() : Tensor.scalar(number(), DType.FLOAT64);
        end();
        return value;
    }

    private void end() throws Misread {
        skip();
        if (at < source.length()) {
            throw wrong(at, peek() == ')' ? "there is no ( that this ) closes" : "expected an operator, found " + found());
        }
    }

    private Term sum() throws Misread {
        if (++depth > DEEPEST) {
            throw wrong(at, "more than " + DEEPEST + " parentheses inside each other");
        }
        Term left = product();
        for (char sign = peek(); sign == '+' || sign == '-'; sign = peek()) {
            int place = at++;
            left = apply(place, sign == '+' ? Tensor::add : Tensor::sub, left, product());
        }
        depth--;
        return left;
    }

    private Term product() throws Misread {
        Term left = sign();
        for (char sign = peek(); sign == '*' || sign == '/' || sign == '@'; sign = peek()) {
            int place = at++;
            BinaryOperator<Tensor> operation = sign == '*' ? Tensor::mul : sign == '/' ? Tensor::div : Tensor::matmul;
            left = apply(place, operation, left, sign());
        }
        return left;
    }

    private Term sign() throws Misread {
        int negatives = 0;
        int place = at;
        for (char sign = peek(); sign == '+' || sign == '-'; sign = peek()) {
            negatives += sign == '-' ? 1 : 0;
            at++;
        }
        boolean number = Character.isDigit(peek()) || peek() == '.';
        int start = at;
        Term operand = power();
        if (negatives % 2 == 0) {
            return operand;
        }
        if (number && isNumber(source.substring(start, at))) {
            Tensor value = Tensor.scalar(-Double.parseDouble(source.substring(start, at).strip()), DType.FLOAT64);
            return variables -> value;
        }
        return apply(place, Tensor::neg, operand);
    }

    private static boolean isNumber(String text) {
        return text.strip().matches("[0-9.]+([eE][-+]?[0-9]+)?");
    }

    private Term power() throws Misread {
        Term base = value();
        boolean stars = peek() == '*' && source.startsWith("**", at);
        if (peek() != '^' && !stars) {
            return base;
        }
        int place = at;
        at += stars ? 2 : 1;
        return apply(place, Tensor::pow, base, sign());
    }

    private Term value() throws Misread {
        char next = peek();
        if (next == '(') {
            int open = at++;
            Term inside = sum();
            close(open);
            return inside;
        }
        if (next == '[') {
            Tensor array = array();
            return variables -> array;
        }
        if (Character.isDigit(next) || next == '.') {
            Tensor number = Tensor.scalar(number(), DType.FLOAT64);
            return variables -> number;
        }
        if (Character.isLetter(next) || next == '_') {
            int start = at;
            while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
                at++;
            }
            String name = source.substring(start, at);
            return peek() == '(' ? call(start, name) : variable(start, name);
        }
        throw wrong(at, "expected a number, a name or (, found " + found());
    }

    private void close(int open) throws Misread {
        if (peek() != ')') {
            throw wrong(at, "expected ) for the ( at position " + (open + 1) + ", found " + found());
        }
        at++;
    }

    private Term variable(int start, String name) {
        names.add(name);
        return variables -> {
            Tensor given = variables.get(name);
            Double constant = CONSTANTS.get(name);
            if (given != null) {
                return given;
            }
            if (constant != null) {
                return Tensor.scalar(constant, DType.FLOAT64).named(name);
            }
            throw wrong(
                    start,
                    Vocabulary.has(name)
                            ? name + " is a function: expected (" + " after it"
                            : "no value for " + name + "; add " + name + "=1, for example");
        };
    }

    private Term call(int start, String name) throws Misread {
        if (!Vocabulary.has(name)) {
            throw wrong(start, "there is no function " + name + "; there are " + String.join(", ", Vocabulary.names()));
        }
        int open = at++;
        List<Term> operands = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        do {
            if (!operands.isEmpty()) {
                at++;
            }
            skip();
            starts.add(at);
            operands.add(sum());
        } while (peek() == ',');
        close(open);
        UnaryOperator<Tensor> unary = Vocabulary.unary(name);
        if (operands.size() == 1 && unary != null) {
            return apply(start, unary, operands.get(0));
        }
        BinaryOperator<Tensor> binary = Vocabulary.binary(name);
        if (operands.size() == 2 && binary != null) {
            return apply(start, binary, operands.get(0), operands.get(1));
        }
        Vocabulary.Ternary ternary = Vocabulary.ternary(name);
        if (operands.size() == 3 && ternary != null) {
            return variables -> {
                Tensor a = operands.get(0).value(variables);
                Tensor b = operands.get(1).value(variables);
                Tensor c = operands.get(2).value(variables);
                return guarded(start, () -> ternary.apply(a, b, c));
            };
        }
        Vocabulary.WithNumbers numbered = Vocabulary.withNumbers(name);
        if (numbered != null && operands.size() == 1 + numbered.numbers().size()) {
            return variables -> {
                double[] numbers = new double[numbered.numbers().size()];
                for (int i = 0; i < numbers.length; i++) {
                    Tensor number = operands.get(i + 1).value(variables);
                    numbers[i] = plain(name, numbered.numbers().get(i), number, starts.get(i + 1));
                }
                Tensor x = operands.get(0).value(variables);
                return guarded(start, () -> numbered.body().apply(x, numbers));
            };
        }
        throw wrong(start, name + " takes " + Vocabulary.takes(name) + ", not " + operands.size());
    }

    /** A number that a function takes besides its operand, such as an axis. */
    private double plain(String function, String what, Tensor given, int place) throws Misread {
        boolean whole = Vocabulary.WithNumbers.isWhole(what);
        if (given.size() != 1 || given.requiresGrad() || whole && given.item() != Math.rint(given.item())) {
            throw wrong(place, "the " + what + " of " + function + " must be a " + (whole ? "whole " : "")
                    + "number that is not differentiated");
        }
        return given.item();
    }

    private Term apply(int place, UnaryOperator<Tensor> operation, Term x) {
        return variables -> {
            Tensor in = x.value(variables);
            return guarded(place, () -> operation.apply(in));
        };
    }

    private Term apply(int place, BinaryOperator<Tensor> operation, Term a, Term b) {
        return variables -> {
            Tensor left = a.value(variables);
            Tensor right = b.value(variables);
            return guarded(place, () -> operation.apply(left, right));
        };
    }

    @FunctionalInterface
    private interface Computation {
        Tensor run() throws Misread;
    }

    /** The engine's own complaint, such as about shapes, with the place in the expression. */
    private Tensor guarded(int place, Computation computation) throws Misread {
        try {
            return computation.run();
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw wrong(place, String.valueOf(e.getMessage()));
        }
    }

    private double number() throws Misread {
        skip();
        int start = at;
        if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
            at++;
        }
        while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '.')) {
            at++;
        }
        if (at < source.length() && Character.toLowerCase(source.charAt(at)) == 'e') {
            int mark = at++;
            if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
                at++;
            }
            int digits = at;
            while (at < source.length() && Character.isDigit(source.charAt(at))) {
                at++;
            }
            if (at == digits) {
                at = mark; // not an exponent: the caller sees a name where an operator must be
            }
        }
        try {
            double value = Double.parseDouble(source.substring(start, at));
            if (Double.isFinite(value)) {
                return value;
            }
            throw wrong(start, source.substring(start, at) + " is too large for float64");
        } catch (NumberFormatException e) {
            throw wrong(start, "expected a number, found " + (at > start ? "\"" + source.substring(start, at) + "\"" : found()));
        }
    }

    /** Such as [[1, 2], [3, 4]]. */
    private Tensor array() throws Misread {
        int start = at;
        List<Double> elements = new ArrayList<>();
        int[] sizes = array(elements);
        double[] values = elements.stream().mapToDouble(Double::doubleValue).toArray();
        if (values.length == 0) {
            throw wrong(start, "an empty array");
        }
        return Tensor.of(values, sizes);
    }

    private int[] array(List<Double> into) throws Misread {
        int open = at++;
        if (++depth > DEEPEST) {
            throw wrong(at, "more than " + DEEPEST + " brackets inside each other");
        }
        int count = 0;
        int[] inner = {};
        while (true) {
            skip();
            int place = at;
            int[] sizes = {};
            if (peek() == '[') {
                sizes = array(into);
            } else {
                into.add(number());
            }
            if (count++ > 0 && !Arrays.equals(sizes, inner)) {
                throw wrong(place, "rows of different length: this one has shape " + Arrays.toString(sizes)
                        + ", the first " + Arrays.toString(inner));
            }
            inner = sizes;
            if (peek() == ']') {
                at++;
                depth--;
                int[] all = new int[inner.length + 1];
                all[0] = count;
                System.arraycopy(inner, 0, all, 1, inner.length);
                return all;
            }
            if (peek() != ',') {
                throw wrong(at, "expected , or ] for the [ at position " + (open + 1) + ", found " + found());
            }
            at++;
        }
    }

    private void skip() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    /** The next character that is not a space; 0 at the end. */
    private char peek() {
        skip();
        return at < source.length() ? source.charAt(at) : 0;
    }

    private String found() {
        return at < source.length() ? "\"" + source.charAt(at) + "\"" : "the end";
    }

    private Misread wrong(int position, String reason) {
        return new Misread(source, position, reason);
    }
}
