package org.cotangent.kernel.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The kernels as nvcc has compiled them: one text of PTX in each jar that has recipes, of which only the kernels in use are
 * given to the driver, each as a module of its own. For a driver takes milliseconds to translate a kernel, and some hundred
 * kernels would keep a small program waiting.
 */
final class PtxFile {
    /** Where a jar keeps its kernels. */
    static final String RESOURCE = "org/cotangent/kernel/gpu/kernels.ptx.gz";

    private static final Pattern ENTRY = Pattern.compile("^\\.visible \\.entry (\\w+)\\(", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("^map_\\w*?((?:f32|f64|i64|b8)_[0-9a-f]{12})(_strided)?$");

    private final Map<String, DeviceKernel> byName = new HashMap<>();
    private final Map<String, DeviceKernel> byKey = new HashMap<>();

    private PtxFile() {}

    /** What all jars together hold. */
    static PtxFile read() {
        PtxFile all = new PtxFile();
        try {
            for (URL url : Collections.list(PtxFile.class.getClassLoader().getResources(RESOURCE))) {
                try (InputStream in = url.openStream()) {
                    all.add(unpack(in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    static String unpack(InputStream packed) throws IOException {
        try (InputStream in = new GZIPInputStream(packed, 1 << 16)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Takes a text apart: what stands before the first kernel, and the kernels, each down to its closing brace. */
    private void add(String text) {
        Matcher entry = ENTRY.matcher(text);
        String header = text.substring(0, text.indexOf(".address_size 64") + ".address_size 64".length()) + "\n\n";
        while (entry.find()) {
            int start = entry.start();
            int end = text.indexOf("\n}\n", start) + "\n}\n".length();
            String name = entry.group(1);
            Supplier<byte[]> image =
                    () -> (header + text.substring(start, end) + '\0').getBytes(StandardCharsets.ISO_8859_1);
            DeviceKernel kernel = new DeviceKernel(name, new DeviceModule(name, image));
            byName.put(name, kernel);
            Matcher key = KEY.matcher(name);
            if (key.matches()) {
                // Two jars may have the same steps under different names: whichever is read first, it is the same kernel.
                byKey.merge(
                        key.group(1) + (key.group(2) == null ? "" : key.group(2)),
                        kernel,
                        (a, b) -> a.entry().compareTo(b.entry()) <= 0 ? a : b);
            }
        }
    }

    /** The kernel of that name. */
    @Nullable DeviceKernel named(String name) {
        return byName.get(name);
    }

    /** The kernel of a recipe, whatever the recipe was called when it was compiled. */
    @Nullable DeviceKernel of(MapKernel kernel, boolean flat) {
        return byKey.get(kernel.key() + (flat ? "" : "_strided"));
    }

    /** The number of kernels. */
    int size() {
        return byName.size();
    }
}
