package org.cotangent;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients at kinks, ties and zeros are PyTorch's. */
class CornersTest {
    @TestFactory
    List<DynamicTest> gradientsAtKinksTiesAndZerosAreThoseOfPyTorch() {
        return Corners.all().stream()
                .map(each -> dynamicTest(each.name(), each::check))
                .toList();
    }
}
