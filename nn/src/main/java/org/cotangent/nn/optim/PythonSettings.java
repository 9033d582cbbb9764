package org.cotangent.nn.optim;

import java.util.SortedMap;
import java.util.TreeMap;
import org.cotangent.nn.module.PythonNumber;

/** Collects settings as Python writes them. */
final class PythonSettings {
    private final SortedMap<String, String> texts = new TreeMap<>();

    PythonSettings text(String name, String value) {
        texts.put(name, value);
        return this;
    }

    PythonSettings number(String name, double value) {
        return text(name, PythonNumber.of(value));
    }

    /** A number whose default in PyTorch is an integer, and is written so. */
    PythonSettings number(String name, double value, int integerDefault) {
        return value == integerDefault ? text(name, Integer.toString(integerDefault)) : number(name, value);
    }

    PythonSettings pair(String name, double first, double second) {
        return text(name, "(" + PythonNumber.of(first) + ", " + PythonNumber.of(second) + ")");
    }

    PythonSettings flag(String name, boolean value) {
        return text(name, value ? "True" : "False");
    }

    /** How PyTorch may compute, which is not a question here. */
    PythonSettings none(String... names) {
        for (String name : names) {
            text(name, "None");
        }
        return this;
    }

    /** Modes of PyTorch that do not exist here. */
    PythonSettings off(String... names) {
        for (String name : names) {
            flag(name, false);
        }
        return this;
    }

    SortedMap<String, String> map() {
        return texts;
    }
}
