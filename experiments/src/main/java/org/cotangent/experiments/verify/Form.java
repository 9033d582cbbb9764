package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;

/** Checks of a file's form, which come before any computation. */
final class Form {
    /** A file is not of the form that it should be. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    private Form() {}

    /** Decodes every array in a file once. */
    static void checkArrays(JsonNode node, String where) {
        if (Golden.isArray(node)) {
            try {
                Golden.tensor(node);
            } catch (RuntimeException broken) {
                throw new Broken("the array" + where + " cannot be decoded: " + broken.getMessage());
            }
        } else if (node.isObject()) {
            String name = node.path("id").isTextual() ? " of " + node.get("id").asText() : where;
            node.properties().forEach(field -> checkArrays(field.getValue(), name + " / " + field.getKey()));
        } else if (node.isArray()) {
            for (JsonNode each : node) {
                checkArrays(each, where);
            }
        }
    }

    /** A field that must be there. */
    static JsonNode field(JsonNode parent, String name, String where) {
        JsonNode found = parent.get(name);
        if (found == null) {
            throw new Broken(where + " lacks \"" + name + "\"");
        }
        return found;
    }

    /** An array of JSON that must be there. */
    static JsonNode list(JsonNode parent, String name, String where) {
        return kind(parent, name, where, field(parent, name, where).isArray(), "a list");
    }

    /** An object that must be there. */
    static JsonNode object(JsonNode parent, String name, String where) {
        return kind(parent, name, where, field(parent, name, where).isObject(), "an object");
    }

    /** A text that must be there. */
    static String text(JsonNode parent, String name, String where) {
        return kind(parent, name, where, field(parent, name, where).isTextual(), "a text").asText();
    }

    /** An array of numbers, in base64, that must be there. */
    static JsonNode array(JsonNode parent, String name, String where) {
        return kind(parent, name, where, Golden.isArray(field(parent, name, where)), "an array with dtype, shape, b64");
    }

    private static JsonNode kind(JsonNode parent, String name, String where, boolean right, String wanted) {
        if (!right) {
            throw new Broken("\"" + name + "\" of " + where + " is not " + wanted);
        }
        return parent.get(name);
    }
}
