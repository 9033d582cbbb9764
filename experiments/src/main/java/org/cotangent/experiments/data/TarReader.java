package org.cotangent.experiments.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files in a {@code .tgz}, one after the other: blocks of 512 bytes, a header with name (at 0) and octal size (at
 * 124), then the content, padded to whole blocks. POSIX.1-1988 (ustar).
 */
final class TarReader implements AutoCloseable {
    private static final int BLOCK = 512;

    private final InputStream in;
    private long left; // bytes of the entry that nobody has read
    private long padding;

    TarReader(InputStream packed) throws IOException {
        in = new GZIPInputStream(packed, 1 << 16);
    }

    /** The name of the next entry, or null at the end. */
    @Nullable String next() throws IOException {
        in.skipNBytes(left + padding);
        left = 0;
        padding = 0;
        byte[] header = in.readNBytes(BLOCK);
        if (header.length == 0 || (header.length == BLOCK && header[0] == 0)) {
            return null;
        }
        if (header.length < BLOCK) {
            throw new EOFException("the archive ends within a header");
        }
        left = octal(header, 124, 12);
        padding = (BLOCK - left % BLOCK) % BLOCK;
        String prefix = text(header, 345, 155);
        return (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    }

    /** The content of the entry. */
    InputStream entry() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = in.read(bytes, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("the archive ends within a file");
                }
                left -= count;
                return count;
            }
        };
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        try {
            return Long.parseUnsignedLong(text(header, from, length).strip(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("the archive has a header that is none", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
