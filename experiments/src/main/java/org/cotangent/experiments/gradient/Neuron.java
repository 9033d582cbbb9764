package org.cotangent.experiments.gradient;

import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Diagram;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.Device;
import org.cotangent.random.TorchGenerator;

/** Sections 2.1 and 2.2: one neuron, its loss, and what the graph remembers; in float32. */
public final class Neuron extends Experiment {

    /** Six ulps: tanh is off by one, the square of a difference doubles that. */
    private static final Tolerance FLOAT32 = Tolerance.relative(7e-7);

    private static final Setting<Double> W = Setting.real("--w", -0.5, "initial weight");
    private static final Setting<Double> B = Setting.real("--b", 0.5, "initial bias");
    private static final Setting<Double> X = Setting.real("--x", 1, "feature");
    private static final Setting<Double> Y = Setting.real("--y", 7, "target");
    private static final Setting<BigInteger> SEED = Setting.seed(2021);

    /** The simple graph experiment. */
    public Neuron() {
        super("simple-graph", Tutorial.W1D2, "one neuron, and what its graph remembers");
    }

    @Override
    public String about() {
        return """
                A neuron with one input predicts p = tanh(w x + b); its loss is the squared error (y - p)². Autograd's \
                gradients are compared with -2x (y - p)(1 - p²) for the weight and -2 (y - p)(1 - p²) for the bias.

                It also shows what surprises newcomers: every result of a tensor that requires a gradient requires one \
                too; detach() cuts it off; a second backward() adds to the gradients of the first; and each result \
                knows the operation that made it by its gradFn.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(W, B, X, Y, SEED);
    }

    @Override
    public void run(Run run) throws IOException {
        SimpleGraph graph = new SimpleGraph(run.get(W), run.get(B));
        Tensor feature = Tensor.of(run.get(X).floatValue());
        Tensor target = Tensor.of(run.get(Y).floatValue());
        Tensor prediction = graph.forward(feature);
        Tensor loss = SimpleGraph.squaredLoss(target, prediction);
        run.print("initial weight = " + graph.w().item() + ", initial bias = " + graph.b().item() + "\nfor x = "
                + feature.item() + " and y = " + target.item() + ": prediction = " + prediction.item()
                + ", squared error = " + loss.item());
        run.print("gradFn of the prediction: " + Recorded.gradFn(prediction) + "\ngradFn of the loss: "
                + Recorded.gradFn(loss) + "\ngradFn of w, a leaf: " + graph.w().gradFn());
        run.metric("prediction", prediction.item());
        run.metric("loss", loss.item());
        run.reference("gradFn of the prediction", Recorded.gradFn(prediction), "TanhBackward0", "PyTorch 1.13.1");
        run.reference("gradFn of the loss", Recorded.gradFn(loss), "PowBackward0", "PyTorch 1.13.1");
        contagion(run, graph, prediction);
        loss.backward(null, true, false);
        gradients(run, graph, feature, target, prediction);
        diagram(run, graph, feature, target, prediction, loss);
        accumulation(run, graph, loss);
        lossOverWeight(run, graph, feature, target);
        if (run.isDefault(W, B, X, Y)) {
            run.reference("prediction", prediction.item(), 0, "PyTorch 1.13.1", Tolerance.exact());
            run.reference("loss", loss.item(), 49, "PyTorch 1.13.1", Tolerance.exact());
        }
        Known known = Known.beside(Neuron.class, "simple-graph.json");
        otherCases(run, known);
        gradFnNames(run, known);
        randomNumbers(run, known);
    }

    private static void contagion(Run run, SimpleGraph graph, Tensor prediction) {
        Tensor data = Tensor.of(2f);
        Tensor product = graph.w().mul(data);
        run.print("requiresGrad of data: " + data.requiresGrad() + "\nrequiresGrad of w * data: "
                + product.requiresGrad() + "\nrequiresGrad of (w * data).detach(): "
                + product.detach().requiresGrad() + "\nprediction: " + prediction + "\nprediction.detach(): "
                + prediction.detach());
        run.reference("w * data requires a gradient", String.valueOf(product.requiresGrad()), "true", "the rule");
        String detached = String.valueOf(product.detach().requiresGrad());
        run.reference("detached, it does not", detached, "false", "the rule");
    }

    private static void gradients(Run run, SimpleGraph graph, Tensor feature, Tensor target, Tensor prediction) {
        Tensor byWeight = SimpleGraph.lossByWeight(feature, target, prediction);
        Tensor byBias = SimpleGraph.lossByBias(target, prediction);
        double dw = Recorded.grad(graph.w()).item();
        double db = Recorded.grad(graph.b()).item();
        run.print("∂loss/∂w by autograd " + dw + ", by hand " + byWeight.item() + "\n∂loss/∂b by autograd " + db
                + ", by hand " + byBias.item());
        run.metric("dw", dw);
        run.metric("db", db);
        run.metric("dwByHand", byWeight.item());
        run.metric("dbByHand", byBias.item());
        if (run.isDefault(W, B, X, Y)) {
            run.reference("∂loss/∂w, by autograd and by hand", dw, byWeight.item(), "by hand", Tolerance.exact());
            run.reference("∂loss/∂b, by autograd and by hand", db, byBias.item(), "by hand", Tolerance.exact());
            String source = "PyTorch 1.13.1";
            run.reference("∂loss/∂w", dw, -14, source, Tolerance.exact());
            run.reference("∂loss/∂b", db, -14, source, Tolerance.exact());
        }
    }

    private static void accumulation(Run run, SimpleGraph graph, Tensor loss) {
        double once = Recorded.grad(graph.w()).item();
        loss.backward();
        double twice = Recorded.grad(graph.w()).item();
        graph.w().zeroGrad();
        run.print("w.grad() after backward(): " + once + "\nafter another backward(): " + twice
                + "\nafter zeroGrad(): " + graph.w().grad());
        run.metric("dwAccumulated", twice);
        run.reference("∂loss/∂w after two backward passes", twice, 2 * once, "twice the first", Tolerance.exact());
    }

    private static void diagram(
            Run run, SimpleGraph graph, Tensor feature, Tensor target, Tensor prediction, Tensor loss)
            throws IOException {
        double x = feature.item();
        double p = prediction.item();
        double db = Recorded.grad(graph.b()).item();
        double product = graph.w().item() * x;
        double sum = product + graph.b().item();
        double byPrediction = -2 * (target.item() - p);
        run.figure(
                "graph",
                "The neuron as a graph, read downward: what is given in blue, values in the boxes, local derivatives at"
                        + " the arrows, and in vermillion the derivative of the loss L with respect to each box. x and y"
                        + " are data and get no gradient.",
                Diagram.of()
                        .input("w", 0, 0, "w = " + text(graph.w()), "∂L/∂w = " + text(Recorded.grad(graph.w())))
                        .input("x", 1, 0, "x = " + text(feature))
                        .input("b", 2, 0, "b = " + text(graph.b()), "∂L/∂b = " + text(Recorded.grad(graph.b())))
                        .box("m", 0.5, 1, "m = w x = " + Digits.four(product), "∂L/∂m = " + Digits.four(db))
                        .box("s", 1.25, 2, "s = m + b = " + Digits.four(sum), "∂L/∂s = " + Digits.four(db))
                        .box("p", 1.25, 3, "p = tanh s = " + text(prediction), "∂L/∂p = " + Digits.four(byPrediction))
                        .input("y", 0.25, 3, "y = " + text(target))
                        .box("L", 1.25, 4, "L = (y - p)² = " + text(loss), "∂L/∂L = 1")
                        .arrow("w", "m", "∂m/∂w = " + text(feature))
                        .arrow("x", "m", "")
                        .arrow("m", "s", "∂s/∂m = 1")
                        .arrow("b", "s", "∂s/∂b = 1")
                        .arrow("s", "p", "∂p/∂s = " + Digits.four(1 - p * p))
                        .arrow("p", "L", "∂L/∂p = " + Digits.four(byPrediction))
                        .arrow("y", "L", ""));
    }

    private static String text(Tensor one) {
        return Digits.four(one.item());
    }

    /** The loss as the weight alone changes, with the tangent that the gradient describes. */
    private static void lossOverWeight(Run run, SimpleGraph graph, Tensor feature, Tensor target) throws IOException {
        double here = graph.w().item();
        float[] weights = Tensor.linspace(here - 3, here + 3, 201).toFloats();
        Tensor axis = Tensor.of(weights).requiresGrad(true);
        Tensor predictions = axis.mul(feature).add(graph.b().detach()).tanh();
        Tensor losses = SimpleGraph.squaredLoss(target, predictions);
        losses.backward(Tensor.ones(weights.length));
        run.figure(
                "loss-over-weight",
                "The squared error as the weight changes and the bias stays, and its slope. Far out tanh saturates: the"
                        + " slope is nearly zero and nothing would be learned there.",
                Plot.of("weight w", "squared error")
                        .line("squared error", weights, losses.detach().toFloats())
                        .spikes("w = " + Digits.four(here), here),
                Plot.of("weight w", "∂loss/∂w by autograd")
                        .line("∂loss/∂w", weights, Recorded.grad(axis).toFloats())
                        .spikes("w = " + Digits.four(here), here));
    }

    private static void otherCases(Run run, Known known) {
        for (Known each : known.groups("cases")) {
            SimpleGraph graph = new SimpleGraph(each.number("w"), each.number("b"));
            Tensor feature = Tensor.of((float) each.number("x"));
            Tensor target = Tensor.of((float) each.number("y"));
            Tensor prediction = graph.forward(feature);
            Tensor loss = SimpleGraph.squaredLoss(target, prediction);
            loss.backward();
            double dw = Recorded.grad(graph.w()).item();
            double db = Recorded.grad(graph.b()).item();
            String name = "w " + each.text("w") + ", b " + each.text("b") + ", x " + each.text("x") + ", y "
                    + each.text("y");
            double[] ours = {prediction.item(), loss.item(), dw, db};
            run.reference(
                    name + ": prediction, loss, gradients", ours, each.numbers("values"), known.text("source"), FLOAT32);
            boolean equal = SimpleGraph.lossByWeight(feature, target, prediction).item() == dw
                    && SimpleGraph.lossByBias(target, prediction).item() == db;
            run.reference(
                    name + ": by hand and autograd equal to the bit",
                    String.valueOf(equal),
                    each.text("equal"),
                    known.text("source"));
        }
        run.note("In the last case the formula and autograd differ in the last bit, here as in PyTorch: the same factors"
                + " multiplied in another order round differently.");
    }

    /** What {@code gradFn} says of single operations, under the keys of the reference. */
    private static Map<String, Tensor> operations() {
        Tensor a = Tensor.of(1f).requiresGrad(true);
        Tensor b = Tensor.of(-1f).requiresGrad(true);
        Tensor matrix = Tensor.ones(1, 1).requiresGrad(true);
        Map<String, Tensor> made = new LinkedHashMap<>();
        made.put("a + b", a.add(b));
        made.put("a * b", a.mul(b));
        made.put("torch.sin(a)", a.sin());
        made.put("a - b", a.sub(b));
        made.put("a / b", a.div(b));
        made.put("a ** 2", a.pow(2));
        made.put("torch.tanh(a)", a.tanh());
        made.put("torch.exp(a)", a.exp());
        made.put("torch.relu(a)", a.relu());
        made.put("-a", a.neg());
        made.put("torch.log(a)", a.log());
        made.put("torch.sigmoid(a)", a.sigmoid());
        made.put("nn.Linear(1,1)(a[None])", a.unsqueeze(0).linear(matrix, b));
        made.put("torch.cat", Tensor.cat(0, a, b));
        return made;
    }

    /** Operations that are no entry of their own here but put together from entries. */
    private static Map<String, Tensor> compositions() {
        Tensor a = Tensor.of(1f).requiresGrad(true);
        Tensor b = Tensor.of(-1f).requiresGrad(true);
        Tensor matrix = Tensor.ones(1, 1).requiresGrad(true);
        Map<String, Tensor> made = new LinkedHashMap<>();
        made.put("a.sum()", a.sum());
        made.put("a.mean()", a.mean());
        made.put("a @ b", a.matmul(b));
        made.put("a.reshape(1,1)", a.reshape(1, 1));
        made.put("a.clone()", a.clone());
        made.put("mse_loss", a.mse(b));
        made.put("nn.Linear(1,1)(a)", a.linear(matrix, b));
        made.put("a[0]", a.get(0));
        made.put("torch.stack", Tensor.stack(0, a, b));
        made.put("cross_entropy", matrix.crossEntropy(Tensor.of(new long[] {0}, 1)));
        return made;
    }

    private static void gradFnNames(Run run, Known known) {
        Map<String, String> expected = known.texts("gradFn");
        operations().forEach((text, result) -> run.reference(
                "gradFn of " + text, Recorded.gradFn(result), expected.getOrDefault(text, "none"), known.text("source")));
        StringBuilder table = new StringBuilder("%-20s%-20s%s".formatted("put together", "here", "in PyTorch 1.13.1"));
        compositions().forEach((text, result) -> table.append(
                "\n%-20s%-20s%s".formatted(text, Recorded.gradFn(result), expected.getOrDefault(text, "none"))));
        run.print(table.toString());
        run.note("These are no single operations here but a few in a row, and gradFn names the last of them.");
    }

    private static void randomNumbers(Run run, Known known) {
        Tensor a = Tensor.randn(new TorchGenerator(run.seed()), 5);
        run.print("randn(5): " + a + "\nits sines: " + a.sin());
        run.metric("randn", Values.of(a.toFloats()));
        run.metric("sines", Values.of(a.sin().toFloats()));
        if (run.isDefault(SEED)) {
            String source = known.text("source");
            run.reference("randn(5)", a.to(Device.cpu()).toString(), known.text("randnText"), source);
            run.reference("randn(5), every bit", a.toDoubles(), known.numbers("randn"), source, Tolerance.exact());
            run.reference("their sines", a.sin().to(Device.cpu()).toString(), known.text("sinText"), source);
        }
    }
}
