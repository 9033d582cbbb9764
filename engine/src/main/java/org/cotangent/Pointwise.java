package org.cotangent;

import static org.cotangent.Binary.binary;
import static org.cotangent.Unary.unary;

import java.util.List;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * The elementwise operations of {@link Tensor}. To add one: an entry and a method, here, one above the other.
 *
 * <p>In a rule, {@code g} is the gradient of the result, {@code x}, {@code a}, {@code b} are operands and {@code y} is the
 * result. A rule for an operand that was broadcast returns the gradient in the broadcast shape; the walk sums it back.
 */
sealed interface Pointwise permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    // ---- arithmetic -------------------------------------------------------------------------------------------------

    /** The entry of {@link #add(Tensor)}. */
    Binary ADD = binary("add", "y = a + b")
            .meaning(Double::sum)
            .recipe(Expr::add)
            .onIntegers()
            .rules(g -> g, g -> g);

    /**
     * The sum {@code a + b}, with broadcasting.
     *
     * @param other the right operand
     * @return a tensor of the common shape
     */
    default Tensor add(Tensor other) {
        return ADD.of(self(), other);
    }

    /**
     * The sum with a number.
     *
     * @param other the right operand
     * @return a tensor of this shape and type
     */
    default Tensor add(double other) {
        return ADD.of(self(), self().like(other));
    }

    /** The entry of {@link #sub(Tensor)}. */
    Binary SUB = binary("sub", "y = a - b")
            .meaning((a, b) -> a - b)
            .recipe(Expr::sub)
            .onIntegers()
            .rules(g -> g, g -> g.neg());

    /**
     * The difference {@code a - b}, with broadcasting.
     *
     * @param other the right operand
     * @return a tensor of the common shape
     */
    default Tensor sub(Tensor other) {
        return SUB.of(self(), other);
    }

    /**
     * The difference with a number.
     *
     * @param other the right operand
     * @return a tensor of this shape and type
     */
    default Tensor sub(double other) {
        return SUB.of(self(), self().like(other));
    }

    /**
     * The difference the other way round, {@code other - x}.
     *
     * @param other the left operand
     * @return a tensor of this shape and type
     */
    default Tensor rsub(double other) {
        return SUB.of(self().like(other), self());
    }

    /** The entry of {@link #mul(Tensor)}. */
    Binary MUL = binary("mul", "y = a b")
            .meaning((a, b) -> a * b)
            .recipe(Expr::mul)
            .onIntegers()
            .rules((g, a, b) -> g.mul(b), (g, a, b) -> g.mul(a));

    /**
     * The product {@code a b}, element by element, with broadcasting.
     *
     * @param other the right operand
     * @return a tensor of the common shape
     */
    default Tensor mul(Tensor other) {
        return MUL.of(self(), other);
    }

    /**
     * The product with a number.
     *
     * @param other the right operand
     * @return a tensor of this shape and type
     */
    default Tensor mul(double other) {
        return MUL.of(self(), self().like(other));
    }

    /** The entry of {@link #div(Tensor)}. */
    Binary DIV = binary("div", "y = a / b")
            .meaning((a, b) -> a / b)
            .recipe(Expr::div)
            .domain(Domain.real(), Domain.positive())
            .rules((g, a, b) -> g.div(b), (g, a, b) -> g.mul(a.div(b)).div(b).neg());

    /**
     * The quotient {@code a / b}, with broadcasting. Integers are divided as float32.
     *
     * @param other the divisor
     * @return a tensor of the common shape
     */
    default Tensor div(Tensor other) {
        return DIV.of(self(), other);
    }

    /**
     * The quotient with a number.
     *
     * @param other the divisor
     * @return a tensor of this shape
     */
    default Tensor div(double other) {
        return DIV.of(self(), self().like(other));
    }

    /** The entry of {@link #neg()}. */
    Unary NEG = unary("neg", "y = -x").meaning(x -> -x).recipe(Expr::neg).onIntegers().rule(g -> g.neg());

    /**
     * The negative {@code -x}.
     *
     * @return a tensor of this shape
     */
    default Tensor neg() {
        return NEG.of(self());
    }

    /** The entry of {@link #square()}. */
    Unary SQUARE = unary("square", "y = x^2")
            .meaning(x -> x * x)
            .recipe(x -> x.mul(x))
            .onIntegers()
            .ruleByInput((g, x) -> g.mul(x).mul(2));

    /**
     * The square {@code x^2}.
     *
     * @return a tensor of this shape
     */
    default Tensor square() {
        return SQUARE.of(self());
    }

    /**
     * The reciprocal {@code 1 / x}.
     *
     * @return a tensor of this shape
     */
    default Tensor reciprocal() {
        return DIV.of(self().like(1), self());
    }

    /** The entry of {@link #sqrt()}. */
    Unary SQRT = unary("sqrt", "y = x^(1/2)")
            .meaning(Math::sqrt)
            .recipe(Expr::sqrt)
            .domain(0.2, 3)
            .ruleByOutput((g, y) -> g.div(y.mul(2)));

    /**
     * The square root, correctly rounded; NaN below zero.
     *
     * @return a tensor of this shape
     */
    default Tensor sqrt() {
        return SQRT.of(self());
    }

    /** The entry of {@link #abs()}. */
    Unary ABS = unary("abs", "y = |x|")
            .meaning(Math::abs)
            .recipe(Expr::abs)
            .domain(-2, 2, 0)
            .onIntegers()
            .ruleByInput((g, x) -> g.mul(x.sign()));

    /**
     * The absolute value {@code |x|}; its gradient at 0 is 0.
     *
     * @return a tensor of this shape
     */
    default Tensor abs() {
        return ABS.of(self());
    }

    /** The entry of {@link #sign()}. */
    Unary SIGN = unary("sign", "y = -1, 0 or 1")
            .meaning(Math::signum)
            .recipe(x -> {
                Expr zero = x.constant(0);
                return zero.less(x).select(x.constant(1), x.less(zero).select(x.constant(-1), zero));
            })
            .domain(-2, 2, 0)
            .onIntegers()
            .ruleZero();

    /**
     * The sign: -1, 0 or 1; 0 for NaN, as in PyTorch.
     *
     * @return a tensor of this shape
     */
    default Tensor sign() {
        return SIGN.of(self());
    }

    /** The entry of {@link #pow(Tensor)}. */
    Binary POW = binary("pow", "y = a^b")
            .meaning(Math::pow)
            .recipe(Elementary::pow)
            .domain(Domain.positive(), Domain.real())
            .rules(
                    // At b = 0 the derivative is 0 even where a^(b-1) is infinite.
                    (g, a, b, y) -> b.eq(0).where(g.like(0), g.mul(b.mul(a.pow(b.sub(1))))),
                    // At a = 0 the logarithm is infinite, but 0^b is flat in b > 0.
                    (g, a, b, y) -> {
                        Tensor flat = a.eq(0).logicalAnd(b.ge(0));
                        return flat.where(g.like(0), g.mul(y).mul(flat.where(a.like(1), a).log()));
                    });

    /**
     * The power {@code a^b}, with broadcasting.
     *
     * @param exponent the exponent
     * @return a tensor of the common shape
     */
    default Tensor pow(Tensor exponent) {
        return POW.of(self(), exponent);
    }

    /**
     * The power with a number as exponent.
     *
     * @param exponent the exponent
     * @return a tensor of this shape
     */
    default Tensor pow(double exponent) {
        return POW.of(self(), self().like(exponent));
    }

    /** The entry of {@link #maximum(Tensor)}. */
    Binary MAXIMUM = binary("maximum", "y = max(a, b)")
            .meaning(Math::max)
            .recipe(Expr::max)
            .domain(Domain.real().within(-2, -0.1), Domain.real().within(0.1, 2))
            .onIntegers()
            .rules((g, a, b) -> share(g, a.gt(b), a.eq(b)), (g, a, b) -> share(g, b.gt(a), a.eq(b)));

    /**
     * The larger of two, with broadcasting; NaN when either is. A tie shares the gradient in halves.
     *
     * @param other the other operand
     * @return a tensor of the common shape
     */
    default Tensor maximum(Tensor other) {
        return MAXIMUM.of(self(), other);
    }

    /** The entry of {@link #minimum(Tensor)}. */
    Binary MINIMUM = binary("minimum", "y = min(a, b)")
            .meaning(Math::min)
            .recipe(Expr::min)
            .domain(Domain.real().within(-2, -0.1), Domain.real().within(0.1, 2))
            .onIntegers()
            .rules((g, a, b) -> share(g, a.lt(b), a.eq(b)), (g, a, b) -> share(g, b.lt(a), a.eq(b)));

    /**
     * The smaller of two, with broadcasting; NaN when either is. A tie shares the gradient in halves.
     *
     * @param other the other operand
     * @return a tensor of the common shape
     */
    default Tensor minimum(Tensor other) {
        return MINIMUM.of(self(), other);
    }

    /** All of g where this operand won, half of it at a tie. */
    private static Tensor share(Tensor g, Tensor wins, Tensor ties) {
        return wins.where(g, ties.where(g.mul(0.5), g.like(0)));
    }

    // ---- exponentials and trigonometry ------------------------------------------------------------------------------

    /** The entry of {@link #exp()}. */
    Unary EXP = unary("exp", "y = e^x").meaning(Math::exp).recipe(Elementary::exp).ruleByOutput((g, y) -> g.mul(y));

    /**
     * The exponential {@code e^x}.
     *
     * @return a tensor of this shape
     */
    default Tensor exp() {
        return EXP.of(self());
    }

    /** The entry of {@link #log()}. */
    Unary LOG = unary("log", "y = ln x")
            .meaning(Math::log)
            .recipe(Elementary::log)
            .domain(0.2, 3)
            .ruleByInput((g, x) -> g.div(x));

    /**
     * The natural logarithm {@code ln x}; -inf at 0 and NaN below.
     *
     * @return a tensor of this shape
     */
    default Tensor log() {
        return LOG.of(self());
    }

    /** The entry of {@link #sin()}. */
    Unary SIN = unary("sin", "y = sin x")
            .meaning(Math::sin)
            .recipe(Elementary::sin)
            .ruleByInput((g, x) -> g.mul(x.cos()));

    /**
     * The sine of an angle in radians.
     *
     * @return a tensor of this shape
     */
    default Tensor sin() {
        return SIN.of(self());
    }

    /** The entry of {@link #cos()}. */
    Unary COS = unary("cos", "y = cos x")
            .meaning(Math::cos)
            .recipe(Elementary::cos)
            .ruleByInput((g, x) -> g.mul(x.sin()).neg());

    /**
     * The cosine of an angle in radians.
     *
     * @return a tensor of this shape
     */
    default Tensor cos() {
        return COS.of(self());
    }

    /** The entry of {@link #tan()}. */
    Unary TAN = unary("tan", "y = tan x")
            .meaning(Math::tan)
            .recipe(Elementary::tan)
            .domain(-1.2, 1.2)
            .ruleByOutput((g, y) -> g.mul(y.square().add(1)));

    /**
     * The tangent of an angle in radians.
     *
     * @return a tensor of this shape
     */
    default Tensor tan() {
        return TAN.of(self());
    }

    // ---- activations ------------------------------------------------------------------------------------------------

    /** The entry of {@link #tanh()}. */
    Unary TANH = unary("tanh", "y = tanh x")
            .meaning(Math::tanh)
            .recipe(Elementary::tanh)
            .ruleByOutput((g, y) -> Pointwise.TANH_GRAD.of(g, y));

    /**
     * The hyperbolic tangent.
     *
     * @return a tensor of this shape
     */
    default Tensor tanh() {
        return TANH.of(self());
    }

    /** Fused, because three passes over memory cost more than the arithmetic: {@code g (1 - y^2)}. */
    Binary TANH_GRAD = binary("tanhGrad", "z = g (1 - y^2)")
            .meaning((g, y) -> g * (1 - y * y))
            .recipe((g, y) -> g.mul(y.neg().fma(y, 1)))
            .rules((h, g, y) -> Pointwise.TANH_GRAD.of(h, y), (h, g, y) -> h.mul(g).mul(y).mul(-2));

    /** The entry of {@link #sigmoid()}. */
    Unary SIGMOID = unary("sigmoid", "y = 1 / (1 + e^-x)")
            .meaning(x -> 1 / (1 + Math.exp(-x)))
            .recipe(Elementary::sigmoid)
            .ruleByOutput((g, y) -> Pointwise.SIGMOID_GRAD.of(g, y));

    /**
     * The logistic function {@code 1 / (1 + e^-x)}.
     *
     * @return a tensor of this shape
     */
    default Tensor sigmoid() {
        return SIGMOID.of(self());
    }

    /** Fused, for the same reason as {@code tanhGrad}: {@code g y (1 - y)}. */
    Binary SIGMOID_GRAD = binary("sigmoidGrad", "z = g y (1 - y)")
            .meaning((g, y) -> g * y * (1 - y))
            .recipe((g, y) -> g.mul(y.mul(y.constant(1).sub(y))))
            .rules((h, g, y) -> Pointwise.SIGMOID_GRAD.of(h, y), (h, g, y) -> h.mul(g).mul(y.mul(-2).add(1)));

    /** The entry of {@link #relu()}. */
    Unary RELU = unary("relu", "y = max(x, 0)")
            .meaning(x -> Math.max(x, 0))
            .recipe(x -> x.max(x.constant(0)))
            .domain(-2, 2, 0)
            .onIntegers()
            .ruleByOutput((g, y) -> Pointwise.RELU_GRAD.of(g, y));

    /**
     * The rectifier {@code max(x, 0)}; its gradient at 0 is 0.
     *
     * @return a tensor of this shape
     */
    default Tensor relu() {
        return RELU.of(self());
    }

    /** Fused mask: {@code y > 0 ? g : 0}. */
    Binary RELU_GRAD = binary("reluGrad", "z = g where y > 0, else 0")
            .meaning((g, y) -> y > 0 ? g : 0)
            .recipe((g, y) -> y.constant(0).less(y).select(g, g.constant(0)))
            .domain(Domain.real(), Domain.real().avoiding(0))
            .rules((h, g, y) -> Pointwise.RELU_GRAD.of(h, y), (h, g, y) -> null);

    /** The entry of {@link #leakyRelu(double)} and {@link #prelu(Tensor)}. */
    Binary LEAKY_RELU = binary("leakyRelu", "y = x where x > 0, else a x")
            .meaning((x, a) -> x > 0 ? x : a * x)
            .recipe((x, a) -> x.constant(0).less(x).select(x, x.mul(a)))
            .domain(Domain.real().avoiding(0), Domain.real())
            .rules(
                    (g, x, a) -> x.gt(0).where(g, g.mul(a)),
                    (g, x, a) -> x.gt(0).where(g.like(0), g.mul(x)));

    /**
     * The rectifier with a slope on the negative side; its gradient at 0 is the slope.
     *
     * @param slope such as 0.01
     * @return a tensor of this shape
     */
    default Tensor leakyRelu(double slope) {
        return LEAKY_RELU.of(self(), self().like(slope));
    }

    /**
     * The rectifier with a learned slope.
     *
     * @param slope broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor prelu(Tensor slope) {
        return LEAKY_RELU.of(self(), slope);
    }

    // ---- comparisons: no derivative, the result is bool -------------------------------------------------------------

    /** The entry of {@link #lt(Tensor)}, and of gt with the operands swapped. */
    Binary LT = binary("lt", "y = a < b")
            .meaning((a, b) -> a < b ? 1 : 0)
            .recipe(Expr::less)
            .onIntegers()
            .noRule();

    /** The entry of {@link #le(Tensor)}, and of ge with the operands swapped. */
    Binary LE = binary("le", "y = a <= b")
            .meaning((a, b) -> a <= b ? 1 : 0)
            .recipe(Expr::lessEqual)
            .onIntegers()
            .noRule();

    /** The entry of {@link #eq(Tensor)}, and of ne, negated. */
    Binary EQ = binary("eq", "y = a == b")
            .meaning((a, b) -> a == b ? 1 : 0)
            .recipe(Expr::equal)
            .onIntegers()
            .noRule();

    /**
     * Where this is smaller.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor lt(Tensor other) {
        return LT.of(self(), other);
    }

    /**
     * Where this is smaller than a number.
     *
     * @param other the number
     * @return bool
     */
    default Tensor lt(double other) {
        return LT.of(self(), self().like(other));
    }

    /**
     * Where this is smaller or equal.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor le(Tensor other) {
        return LE.of(self(), other);
    }

    /**
     * Where this is smaller than or equal to a number.
     *
     * @param other the number
     * @return bool
     */
    default Tensor le(double other) {
        return LE.of(self(), self().like(other));
    }

    /**
     * Where this is larger.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor gt(Tensor other) {
        return LT.of(other, self());
    }

    /**
     * Where this is larger than a number.
     *
     * @param other the number
     * @return bool
     */
    default Tensor gt(double other) {
        return LT.of(self().like(other), self());
    }

    /**
     * Where this is larger or equal.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor ge(Tensor other) {
        return LE.of(other, self());
    }

    /**
     * Where this is larger than or equal to a number.
     *
     * @param other the number
     * @return bool
     */
    default Tensor ge(double other) {
        return LE.of(self().like(other), self());
    }

    /**
     * Where both are equal.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor eq(Tensor other) {
        return EQ.of(self(), other);
    }

    /**
     * Where this equals a number.
     *
     * @param other the number
     * @return bool
     */
    default Tensor eq(double other) {
        return EQ.of(self(), self().like(other));
    }

    /**
     * Where both differ; NaN differs from everything.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor ne(Tensor other) {
        return eq(other).logicalNot();
    }

    /**
     * Where this differs from a number.
     *
     * @param other the number
     * @return bool
     */
    default Tensor ne(double other) {
        return eq(other).logicalNot();
    }

    /** An operation on masks. */
    record Logic(Entry entry, Recipe recipe) implements Op {
        private static Logic of(String name, String formula, int arity, Recipe.Body body) {
            Domain[] masks = new Domain[arity];
            java.util.Arrays.fill(masks, Domain.mask(3, 4));
            Recipe recipe = Recipe.of(name, java.util.Collections.nCopies(arity, Expr.Kind.MASK), body);
            Logic[] made = new Logic[1];
            Entry entry = Entry.of(
                    name,
                    formula,
                    Entry.Derivative.ABSENT,
                    Example.of("masks", in -> made[0].of(in.toArray(new Tensor[0])), masks));
            made[0] = new Logic(entry, recipe);
            return made[0];
        }

        /**
         * Applies the operation.
         *
         * @param in masks; numbers count as true where they are not 0
         * @return bool
         */
        public Tensor of(Tensor... in) {
            Tensor[] masks = new Tensor[in.length];
            for (int i = 0; i < in.length; i++) {
                masks[i] = in[i].to(DType.BOOL);
            }
            return Tensor.apply(this, masks);
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.map(recipe, DType.BOOL, in);
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor gradient(int input, Tensor g, Node at) {
            return null;
        }
    }

    /** The entry of {@link #logicalNot()}. */
    Logic NOT = Logic.of("logicalNot", "y = not a", 1, in -> in[0].not());

    /** The entry of {@link #logicalAnd(Tensor)}. */
    Logic AND = Logic.of("logicalAnd", "y = a and b", 2, in -> in[0].and(in[1]));

    /** The entry of {@link #logicalOr(Tensor)}. */
    Logic OR = Logic.of("logicalOr", "y = a or b", 2, in -> in[0].or(in[1]));

    /**
     * The opposite of a mask.
     *
     * @return bool
     */
    default Tensor logicalNot() {
        return NOT.of(self());
    }

    /**
     * Where both are true.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor logicalAnd(Tensor other) {
        return AND.of(self(), other);
    }

    /**
     * Where either is true.
     *
     * @param other broadcasts against this
     * @return bool
     */
    default Tensor logicalOr(Tensor other) {
        return OR.of(self(), other);
    }

    // ---- choice and conversion --------------------------------------------------------------------------------------

    /** The choice by a mask. */
    record Where() implements Op {
        static final Entry ENTRY = Entry.exact(
                "where",
                "y = c ? a : b",
                Example.of(
                        "same shapes",
                        in -> in.get(0).where(in.get(1), in.get(2)),
                        Domain.mask(3, 4),
                        Domain.real(3, 4),
                        Domain.real(3, 4)),
                Example.of(
                        "broadcast",
                        in -> in.get(0).where(in.get(1), in.get(2)),
                        Domain.mask(3, 1),
                        Domain.real(4),
                        Domain.real()));
        private static final Recipe RECIPE = Recipe.of(
                "where", List.of(Expr.Kind.MASK, Expr.Kind.REAL, Expr.Kind.REAL), in -> in[0].select(in[1], in[2]));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.map(RECIPE, in[1].type(), in);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public @Nullable Tensor gradient(int input, Tensor g, Node at) {
            Tensor mask = at.input(0);
            return input == 1 ? mask.where(g, g.like(0)) : mask.where(g.like(0), g);
        }
    }

    /** The entry of {@link #where(Tensor, Tensor)}. */
    Entry WHERE = Where.ENTRY;

    /**
     * Chooses element by element, with this as the mask. No gradient goes to the branch that is not taken: what is
     * computed elementwise on the way to it gets exactly 0, also where its derivative there is infinite or NaN.
     *
     * @param whenTrue taken where this is true
     * @param whenFalse taken elsewhere
     * @return a tensor of the common shape
     */
    default Tensor where(Tensor whenTrue, Tensor whenFalse) {
        DType common = Tensor.resultType(whenTrue, whenFalse);
        return Tensor.apply(new Where(), self().to(DType.BOOL), whenTrue.to(common), whenFalse.to(common));
    }

    /** A change of type. */
    record Cast(DType from, DType to) implements Op {
        static final Entry ENTRY = Entry.exact(
                "to", "y = x in another type", Example.of("float64 to itself and back", Domain.real(3, 4), x ->
                        Tensor.apply(new Cast(DType.FLOAT64, DType.FLOAT64), x)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.copy(in[0], to);
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.to(from);
        }
    }

    /** The entry of {@link #to(DType)}. */
    Entry CAST = Cast.ENTRY;

    /**
     * The same values in another type.
     *
     * @param type the type
     * @return this when it has the type already, else a converted copy
     */
    default Tensor to(DType type) {
        Tensor x = self();
        return x.dtype() == type ? x : Tensor.apply(new Cast(x.dtype(), type), x);
    }
}
