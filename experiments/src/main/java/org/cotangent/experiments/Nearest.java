package org.cotangent.experiments;

import java.util.Collection;
import java.util.Comparator;

/** The name that somebody probably meant. */
final class Nearest {

    private Nearest() {}

    /**
     * The nearest of the names by the number of letters to insert, drop, replace or swap; a name that begins with the
     * text, or contains it, is nearer than that.
     */
    static String to(String text, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingDouble(name -> distance(text, name)))
                .orElseThrow();
    }

    private static double distance(String text, String name) {
        double edits = edits(text, name);
        if (text.replace("-", "").length() < 2) {
            return edits;
        }
        return name.startsWith(text) ? Math.min(edits, 0.9) : name.contains(text) ? Math.min(edits, 1.5) : edits;
    }

    private static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
