package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.DeviceStorage;
import org.cotangent.kernel.gpu.StandIn;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tensors on a device that is not the CPU: the stand-in. */
class DeviceTest {
    private static Device cuda;

    @BeforeAll
    static void open() {
        StandIn.use();
        cuda = Device.cuda(0);
    }

    @AfterEach
    void nothingWasCalledWrongly() {
        assertEquals("", StandIn.complaints());
    }

    // ---- where tensors lie ------------------------------------------------------------------------------------------

    @Test
    void tensorsMoveThereAndBack() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertSame(Device.cpu(), x.device());
        assertSame(x, x.to(Device.cpu()));
        Tensor there = x.t().to(cuda);
        assertSame(cuda, there.device());
        assertSame(Device.cuda(0), there.device());
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, there.toFloats());
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, there.to(Device.cpu()).toFloats());
        for (DType type : DType.values()) {
            assertArrayEquals(x.to(type).toDoubles(), x.to(type).to(cuda).toDoubles());
            assertArrayEquals(x.to(type).toLongs(), x.to(cuda).to(type).toLongs());
        }
    }

    @Test
    void valuesComeToTheHostWhereTheyAreAskedFor() {
        Tensor x = Tensor.of(new double[] {1.5, -2, 0, 4}, 2, 2).to(cuda);
        assertEquals(-2, x.at(0, 1));
        assertEquals(3.5, x.sum().item());
        assertArrayEquals(new boolean[] {true, true, false, true}, x.toBooleans());
        assertEquals(
                """
                tensor([[ 1.5000, -2.0000],
                        [ 0.0000,  4.0000]], device='cuda:0', dtype=torch.float64)""",
                x.toString());
        String message = assertThrows(DeviceStorage.NotOnHost.class, () -> x.data().storage().array())
                .getMessage();
        assertEquals(
                "the Java array of 4 float64 on cuda:0: the numbers are in the device's memory, and nothing copies them"
                        + " silently. Try: to(Device.cpu()), item() or toFloats(), which copy because they are asked to",
                message);
        assertThrows(DeviceStorage.NotOnHost.class, () -> x.data().storage().getDouble(0));
        assertThrows(DeviceStorage.NotOnHost.class, () -> x.data().storage().set(0, 1.0));
    }

    @Test
    void devicesDoNotMix() {
        Tensor w = Tensor.of(new float[] {1, 2}, 2).named("w").to(cuda).named("w");
        Tensor x = Tensor.of(new float[] {3, 4}, 2);
        assertEquals(
                "mul of 'w' [2] float32 on cuda:0 and [2] float32 on cpu: devices do not mix, and nothing is copied silently;"
                        + " the left operand is 'w'. Try: to(Device.cuda(0)) on the one that is on cpu, or on the module and"
                        + " the data once",
                assertThrows(IllegalArgumentException.class, () -> w.mul(x)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> x.mul(w));
        assertThrows(IllegalArgumentException.class, () -> x.dot(w));
        // Nor may a number on the CPU that wants a gradient: it would arrive on another device.
        assertThrows(IllegalArgumentException.class, () -> w.mul(Tensor.scalar(2).requiresGrad(true)));
        assertArrayEquals(new float[] {2, 4}, w.mul(Tensor.scalar(2)).toFloats());
    }

    @Test
    void changesInPlaceStayWhereTheTensorIs() {
        Tensor x = Tensor.zeros(2, 3).to(cuda);
        x.fill(2);
        x.t().slice(0, 0, 1).fill(7);
        assertArrayEquals(new float[] {7, 2, 2, 7, 2, 2}, x.toFloats());
        x.copyFrom(Tensor.of(1f, 2f, 3f)); // a copy across devices, because it is asked for
        assertArrayEquals(new float[] {1, 2, 3, 1, 2, 3}, x.toFloats());
        x.update(Pointwise.ADD.recipe(), x, x);
        assertArrayEquals(new float[] {2, 4, 6, 2, 4, 6}, x.toFloats());
        Tensor here = Tensor.zeros(2);
        here.copyFrom(Tensor.of(5f, 6f).to(cuda));
        assertArrayEquals(new float[] {5, 6}, here.toFloats());
    }

    @Test
    void aScopeMakesTensorsWhereItSays() {
        cuda.run(() -> {
            assertSame(cuda, Tensor.of(1f, 2f).device());
            assertSame(cuda, Tensor.zeros(3).device());
            assertSame(cuda, Tensor.ones(3).device());
            assertSame(cuda, Tensor.arange(3).device());
            assertSame(cuda, Tensor.randn(new TorchGenerator(0), 3).device());
            assertSame(Device.cpu(), Tensor.scalar(3).device(), "a number travels with what uses it");
            Tensor here = Tensor.of(1f, 2f).to(Device.cpu());
            assertSame(Device.cpu(), here.add(here).device());
            Device.cpu().run(() -> assertSame(Device.cpu(), Tensor.of(1f).device()));
        });
        assertSame(Device.cpu(), Tensor.of(1f, 2f).device());
    }

    @Test
    void closingGivesMemoryBackAndUsingItAfterwardsIsAnError() {
        Tensor x = Tensor.zeros(1000).to(cuda);
        x.close();
        x.close();
        assertThrows(IllegalStateException.class, x::toFloats);
        Tensor onTheCpu = Tensor.zeros(2);
        onTheCpu.close();
        assertArrayEquals(new float[2], onTheCpu.toFloats());
    }

    @Test
    void tidyGivesMemoryBackAtItsEnd() {
        Tensor x = Tensor.ones(500).to(cuda);
        Tensor[] inside = new Tensor[3];
        Tensor kept = Tensor.tidy(() -> {
            inside[0] = x.mul(2);
            inside[1] = x.mul(3).keep();
            inside[2] = Tensor.zeros(500).to(cuda); // a given value
            return inside[0].add(1);
        });
        assertEquals(3, kept.at(7));
        assertThrows(IllegalStateException.class, inside[0]::toFloats);
        assertEquals(3, inside[1].at(7));
        assertEquals(0, inside[2].at(7));
        Tensor.tidy(() -> { // host memory of the same type and size is a shelf of its own
            Tensor here = Tensor.ones(2000).mul(2);
            Tensor there = Tensor.ones(2000).to(cuda).mul(2);
            assertEquals(here.at(5), there.at(5));
        });
        Tensor.tidy(() -> assertEquals(4, Tensor.ones(2000).mul(4).at(9)));
    }

    // ---- gradients --------------------------------------------------------------------------------------------------

    @Test
    void gradientsCrossDevices() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 3).requiresGrad(true);
        Tensor y = x.mul(2).to(cuda).square().to(Device.cpu()).sum();
        y.backward();
        assertSame(Device.cpu(), x.grad().device());
        assertArrayEquals(new double[] {8, 16, 24}, x.grad().toDoubles());
        Tensor there = Tensor.of(new double[] {1, 2}, 2).to(cuda).requiresGrad(true);
        there.exp().sum().backward();
        assertSame(cuda, there.grad().device());
        assertEquals(Math.exp(2), there.grad().at(1), 1e-14);
    }

    /** Every row of every operation: its value and its gradients there and here. */
    @TestFactory
    Stream<DynamicNode> everyOperationComputesTheSame() {
        return Entry.all().stream()
                .map(entry -> dynamicContainer(
                        entry.name(),
                        entry.examples().stream().map(row -> dynamicTest(row.label(), () -> check(row)))));
    }

    private static void check(Example row) {
        for (DType type : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
            List<double[]> here = run(row, type, Device.cpu());
            List<double[]> there = run(row, type, cuda);
            assertEquals(here.size(), there.size());
            for (int i = 0; i < here.size(); i++) {
                double[] want = here.get(i);
                double[] got = there.get(i);
                assertEquals(want.length, got.length);
                double tolerance = type == DType.FLOAT64 ? 1e-11 : 2e-3;
                for (int k = 0; k < want.length; k++) {
                    int at = k;
                    int which = i;
                    assertEquals(
                            want[k],
                            got[k],
                            tolerance * Math.max(1, Math.abs(want[k])),
                            () -> (which == 0 ? "value " : "gradient " + which + " ") + at + " in " + type);
                }
            }
        }
    }

    /** The value, and the gradient of each operand. */
    private static List<double[]> run(Example row, DType type, Device device) {
        Random random = new Random(1);
        List<Tensor> operands = new ArrayList<>();
        row.operands().forEach(domain -> {
            Tensor drawn = domain.sample(random);
            Tensor moved = drawn.detach().to(drawn.dtype().isFloating() ? type : drawn.dtype()).to(device);
            operands.add(drawn.requiresGrad() ? moved.requiresGrad(true) : moved);
        });
        Tensor y = device.call(() -> row.call().apply(operands)); // rows make tensors of their own
        assertSame(device, y.device());
        List<double[]> found = new ArrayList<>();
        found.add(y.detach().toDoubles());
        if (y.requiresGrad()) {
            double[] weights = new double[y.size()];
            java.util.Arrays.setAll(weights, i -> Math.cos(i));
            y.backward(Tensor.of(weights, y.shape().sizes()).to(y.dtype()).to(device));
            for (Tensor each : operands) {
                if (each.grad() != null) {
                    assertSame(device, each.grad().device());
                    found.add(each.grad().toDoubles());
                }
            }
        }
        return found;
    }

    /** After {@link #everyOperationComputesTheSame}: the complete list. */
    @Test
    void theseOperationsRunOnTheHost() {
        for (Entry entry : Entry.all()) {
            for (Example row : entry.examples()) {
                run(row, DType.FLOAT32, cuda);
                run(row, DType.FLOAT64, cuda);
            }
        }
        assertEquals(
                new TreeSet<>(List.of("cholesky", "det", "logDet", "solve")), new TreeSet<>(OnDevices.ranOnHost()));
        assertEquals(
                new TreeSet<>(List.of("polygamma of float32", "polygamma of float64")),
                new TreeSet<>(StandIn.computedOnHost(cuda)));
    }
}
