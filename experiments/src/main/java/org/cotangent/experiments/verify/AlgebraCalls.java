package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/** Products and linear algebra. */
final class AlgebraCalls {
    private AlgebraCalls() {}

    static void addTo(Calls calls) {
        products(calls);
        sums(calls);
        factorizations(calls);
    }

    private static void products(Calls calls) {
        calls.one("matmul mm mv bmm dot vdot", a -> a.tensor(0).matmul(a.tensor(1, "other")));
        calls.one("__rmatmul__", a -> a.tensor(1, "other").matmul(a.tensor(0)));
        calls.one("outer ger", a -> a.tensor(0).outer(a.tensor(1, "vec2")));
        calls.one("inner", a -> a.tensor(0).inner(a.tensor(1, "other")));
        calls.one("kron", a -> a.tensor(0).kron(a.tensor(1, "other")));
        calls.one("cross linalg.cross", AlgebraCalls::cross);
        calls.one("cdist", a -> a.tensor(0).cdist(a.tensor(1, "x2"), a.number(2, "p", 2)));
        calls.one("tensordot", AlgebraCalls::tensordot);
        calls.one("einsum", a -> a.isText(0, "equation")
                ? Tensor.einsum(a.text(0, "equation", ""), a.restTensors(1).toArray(new Tensor[0]))
                : Tensor.einsum(a.text(1, "equation", ""), a.tensors(0, "operands").toArray(new Tensor[0])));
        calls.one("linalg.vecdot", a -> a.tensor(0).vecdot(a.tensor(1, "y"), a.integer(2, "dim", -1)));
        calls.one("linalg.multi_dot chain_matmul", a -> {
            List<Tensor> factors = a.restTensors(0);
            return factors.stream().reduce(Tensor::matmul).orElseThrow(() -> new NotCovered("no factors"));
        });
    }

    private static Tensor cross(Arguments a) {
        Tensor x = a.tensor(0);
        int axis = a.has(2, "dim")
                ? a.integer(2, "dim")
                : IntStream.range(0, x.rank()).filter(d -> x.size(d) == 3).findFirst().orElse(-1);
        return x.cross(a.tensor(1, "other"), axis);
    }

    private static Tensor tensordot(Arguments a) {
        Tensor x = a.tensor(0);
        if (a.isList(2, "dims")) {
            List<JsonNode> pair = a.list(2, "dims");
            return x.tensordot(a.tensor(1, "b"), ints(pair.get(0)), ints(pair.get(1)));
        }
        int count = a.integer(2, "dims", 2);
        return x.tensordot(
                a.tensor(1, "b"),
                IntStream.range(x.rank() - count, x.rank()).toArray(),
                IntStream.range(0, count).toArray());
    }

    private static int[] ints(JsonNode list) {
        return Arguments.list(list).stream().mapToInt(JsonNode::asInt).toArray();
    }

    private static void sums(Calls calls) {
        calls.one("addmm addmv", a -> a.tensor(0).addmm(a.tensor(1, "mat1"), a.tensor(2, "mat2"), beta(a), alpha(a)));
        calls.one("baddbmm", a -> a.tensor(0).addmm(a.tensor(1, "batch1"), a.tensor(2, "batch2"), beta(a), alpha(a)));
        calls.one("addbmm", a -> {
            Tensor product = a.tensor(1, "batch1").matmul(a.tensor(2, "batch2")).sum(0).mul(alpha(a));
            return beta(a) == 0 ? product : a.tensor(0).mul(beta(a)).add(product);
        });
        calls.one("addr", a -> {
            Tensor product = a.tensor(1, "vec1").outer(a.tensor(2, "vec2")).mul(alpha(a));
            return beta(a) == 0 ? product : a.tensor(0).mul(beta(a)).add(product);
        });
    }

    private static double beta(Arguments a) {
        return a.number(-1, "beta", 1);
    }

    private static double alpha(Arguments a) {
        return a.number(-1, "alpha", 1);
    }

    private static void factorizations(Calls calls) {
        calls.one("linalg.inv inverse", a -> a.tensor(0).inv());
        calls.one("linalg.det det", a -> a.tensor(0).det());
        calls.many("linalg.slogdet slogdet", a -> a.tensor(0).slogdet());
        calls.one("logdet", a -> a.tensor(0).slogdet().get(1));
        calls.one("linalg.solve", a -> a.tensor(0).solve(a.tensor(1, "B")));
        calls.one("linalg.cholesky cholesky", a -> a.tensor(0).cholesky(a.flag(1, "upper", false)));
        calls.one("linalg.matrix_power matrix_power", a -> a.tensor(0).matrixPower(a.integer(1, "n")));
    }
}
