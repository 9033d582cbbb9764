package org.cotangent.kernel.gpu;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recipes of a jar or a folder of classes: every static field that holds one, or that holds an operation with a
 * {@code recipe()}. So there is no list of kernels to maintain. What makes its recipe anew for each call is not found.
 */
public final class RecipeFinder {
    private RecipeFinder() {}

    /**
     * The recipes in the jar or folder that a class comes from.
     *
     * @param type the class
     * @return in the order of the classes' names
     */
    public static List<Recipe> beside(Class<?> type) {
        try {
            Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return in(place, type.getClassLoader());
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return in(jar.getPath("/"), type.getClassLoader());
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the classes beside " + type.getName() + " cannot be listed", e);
        }
    }

    private static List<Recipe> in(Path root, ClassLoader loader) throws IOException {
        List<Recipe> found = new ArrayList<>();
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.startsWith("org/cotangent/") && file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> !name.endsWith("package-info") && !name.contains(".simd."))
                    .sorted()
                    .toList();
        }
        for (String name : names) {
            collect(name, loader, found);
        }
        return found;
    }

    private static void collect(String name, ClassLoader loader, List<Recipe> found) {
        try {
            for (Field field : Class.forName(name, false, loader).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && mayHold(field.getType())) {
                    field.setAccessible(true);
                    Recipe recipe = recipe(field.get(null));
                    if (recipe != null) {
                        found.add(recipe);
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the recipes of " + name + " cannot be read", e);
        }
    }

    private static boolean mayHold(Class<?> type) {
        return type == Recipe.class || accessor(type) != null;
    }

    private static @Nullable Method accessor(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("recipe")
                    && method.getParameterCount() == 0
                    && method.getReturnType() == Recipe.class
                    && !Modifier.isStatic(method.getModifiers())) {
                return method;
            }
        }
        return null;
    }

    private static @Nullable Recipe recipe(@Nullable Object holder)
            throws IllegalAccessException, InvocationTargetException {
        if (holder == null || holder instanceof Recipe) {
            return (Recipe) holder;
        }
        Method accessor = accessor(holder.getClass());
        if (accessor == null) {
            return null;
        }
        accessor.setAccessible(true);
        return (Recipe) accessor.invoke(holder);
    }
}
