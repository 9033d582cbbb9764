package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.kernel.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of the engine, on every row of its entry: first and second order, in float64, on the scalar backend. */
class RulesTest {
    private static String before = "auto";

    @BeforeAll
    static void useTheDefinition() {
        before = Backends.current().name();
        Backends.use("scalar");
    }

    @AfterAll
    static void useWhatWasUsed() {
        Backends.use(before);
    }

    @TestFactory
    Stream<DynamicNode> everyRowOfEveryEntry() {
        return Entry.all().stream()
                .map(entry -> dynamicContainer(
                        entry.name(),
                        entry.examples().stream()
                                .map(row -> dynamicTest(row.label(), () -> Rows.check(entry, row)))));
    }

    /** An operation is a constant of a family, or a class with an ENTRY: both are in the list, so both have rows. */
    @Test
    void noOperationIsWithoutAnEntry() throws ReflectiveOperationException {
        Set<String> missing = new TreeSet<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.cotangent")) {
            boolean operation = each.isAssignableTo(Op.class)
                    && !each.isInterface()
                    && !each.getModifiers().contains(JavaModifier.ABSTRACT);
            Set<String> madeByFactories =
                    Set.of("Unary", "Binary", "Logic", "CustomOp"); // their constructors make the entry
            if (operation && !madeByFactories.contains(each.getSimpleName())) {
                var field = each.reflect().getDeclaredField("ENTRY");
                field.setAccessible(true);
                if (!Entry.all().contains((Entry) field.get(null))) {
                    missing.add(each.getName());
                }
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(Entry.all().size() > 40, () -> "only " + Entry.all().size());
    }

    @Test
    void namesAreUnique() {
        assertEquals(
                Entry.all().size(),
                Entry.all().stream().map(Entry::name).distinct().count());
    }
}
