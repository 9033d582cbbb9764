package org.cotangent.nn.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.nn.Golden;
import org.cotangent.nn.loss.CrossEntropyLoss;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Modules and losses print as PyTorch 1.13.1 prints them. */
class ModuleTextTest {
    private static Map<String, Object> printed() {
        TorchGenerator g = new TorchGenerator(0);
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("WideNet()", new WideNet(512, g));
        made.put("Net('LeakyReLU(0.1)', 2, [100, 10, 5], 1)", new Net("LeakyReLU(0.1)", 2, new int[] {100, 10, 5}, 1, g));
        made.put("Linear(3, 4)", new Linear(3, 4, g));
        made.put("Linear(3, 4, bias=False)", new Linear(3, 4, false, g));
        made.put("Sigmoid()", new Sigmoid());
        made.put("LeakyReLU(0.1)", new LeakyReLU(0.1));
        made.put("Softmax(dim=1)", new Softmax(1));
        made.put("Flatten()", new Flatten());
        made.put("MSELoss()", new MSELoss());
        made.put("CrossEntropyLoss()", new CrossEntropyLoss());
        made.put("Sequential()", new Sequential());
        made.put(
                "Sequential(OrderedDict([('fc', Linear(2, 3)), ('act', ReLU())]))",
                new Sequential().add("fc", new Linear(2, 3, g)).add("act", new ReLU()));
        made.put("LeakyReLU()", new LeakyReLU());
        made.put("LogSoftmax(dim=-1)", new LogSoftmax(-1));
        made.put("Identity()", new Identity());
        made.put("Tanh()", new Tanh());
        made.put("Dropout(0.25)", new Dropout(0.25, g));
        made.put("Flatten(0,1)", new Flatten(0, 1));
        made.put(
                "Sequential(nn.Linear(1,1),nn.Sequential(nn.ReLU(),nn.Sequential()))",
                new Sequential(new Linear(1, 1, g), new Sequential(new ReLU(), new Sequential())));
        made.put("LeakyReLU(1e-05)", new LeakyReLU(1e-5));
        return made;
    }

    @TestFactory
    Stream<DynamicTest> printsAsPyTorch() {
        Map<String, Object> printed = printed();
        JsonNode texts = Golden.read("module-text.json");
        assertEquals(texts.size(), printed.size());
        return texts.properties().stream()
                .map(record -> DynamicTest.dynamicTest(
                        record.getKey(),
                        () -> assertEquals(
                                record.getValue().asText(),
                                String.valueOf(printed.get(record.getKey())))));
    }
}
