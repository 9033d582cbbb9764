package org.cotangent.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/** The value of every setting of one run: what the user gave, otherwise the default. */
final class Chosen {
    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final boolean fast;

    /** All settings at their defaults, or those of the quick look. */
    Chosen(List<Setting<?>> declared, boolean fast) {
        this.fast = fast;
        for (Setting<?> setting : declared) {
            settings.put(setting.name(), setting);
            values.put(setting.name(), setting.standard(fast));
        }
    }

    boolean fast() {
        return fast;
    }

    /** Sets what the user typed. */
    void set(Setting<?> setting, String text) throws Setting.Unfit {
        values.put(setting.name(), setting.parse(text));
    }

    boolean has(String name) {
        return settings.containsKey(name);
    }

    <T> T get(Setting<T> setting) {
        Object value = values.get(setting.name());
        if (value == null) {
            throw Complaint.about("the value of " + setting.name())
                    .because("the experiment does not declare this setting")
                    .hint("list it in settings()")
                    .state();
        }
        @SuppressWarnings("unchecked") // a setting parses its own value
        T typed = (T) value;
        return typed;
    }

    /** The value of a setting that not every experiment has. */
    <T> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable(values.get(name)).map(type::cast);
    }

    boolean isStandard(String name) {
        Setting<?> setting = settings.get(name);
        return setting != null && setting.standard(false).equals(values.get(name));
    }

    /** Settings by key as the results have them, without those that the results name on top. */
    Map<String, Object> parameters(List<String> without) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        settings.forEach((name, setting) -> {
            if (!without.contains(name)) {
                parameters.put(setting.key(), setting.recorded(value(name)));
            }
        });
        return parameters;
    }

    /** What to type to get this again: only what differs from the defaults. */
    String typed() {
        List<String> words = new ArrayList<>();
        if (fast) {
            words.add("--fast");
        }
        settings.forEach((name, setting) -> {
            if (!value(name).equals(setting.standard(fast))) {
                words.add(setting.isFlag() ? name : name + " " + quoted(setting.typed(value(name))));
            }
        });
        return String.join(" ", words);
    }

    private Object value(String name) {
        @Nullable Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no value for " + name);
        }
        return value;
    }

    private static String quoted(String text) {
        return text.matches("[-A-Za-z0-9_./,:+=]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
