/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.IDN;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The conversions of internationalized domain names to A-labels. The JDK implements IDNA2003; IDNA2008 differs in four
 * characters, which are handled here, and in the letters of later Unicode versions.
 */
public enum Idna {
    /**
     * IDNA2008 (RFC 5891), as UTS 46 without transitional processing: sharp s, final sigma and the joiners are kept as
     * letters.
     */
    IDNA2008 {
        @Override
        String label(String label) {
            String folded = Normalizer.normalize(folded(label), Normalizer.Form.NFKC);
            if (folded.codePoints().noneMatch(c -> OWN_LETTERS.indexOf(c) >= 0)) {
                return IDN.toASCII(folded, IDN.ALLOW_UNASSIGNED);
            }
            String bare = INVISIBLE.matcher(folded).replaceAll("");
            if (!OWN_LABEL.matcher(bare).matches()) {
                throw new IllegalArgumentException("label " + label);
            }
            return "xn--" + Punycode.encode(bare);
        }
    },
    /**
     * IDNA2003 (RFC 3490, {@code enable_idna2003_compatibility}): sharp s becomes ss, final sigma becomes sigma, the
     * joiners are removed.
     */
    IDNA2003 {
        @Override
        String label(String label) {
            return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
        }
    };

    /** The characters that only IDNA2008 keeps: sharp s, final sigma, zero width non-joiner and zero width joiner. */
    private static final String OWN_LETTERS = "\u00df\u03c2\u200c\u200d";

    private static final Pattern DOTS = Pattern.compile("[.\u3002\uff0e\uff61]");
    private static final Pattern INVISIBLE = Pattern.compile("[\u00ad\ufe00-\ufe0f]");
    /**
     * The syntax of a label with such a character: letters, digits, marks and inner hyphens; a joiner has a neighbour on
     * both sides.
     */
    private static final Pattern OWN_LABEL =
            Pattern.compile("(?![\\p{M}\u200c\u200d-])[\\p{L}\\p{M}\\p{Nd}\u200c\u200d-]+(?<![\u200c\u200d-])");

    /** Returns {@code name} with A-labels; unchanged if {@code name} can't be converted to a valid domain name. */
    public String toAscii(String name) {
        if (isAscii(name)) {
            return name;
        }
        StringBuilder ascii = new StringBuilder();
        try {
            for (String label : DOTS.split(name, -1)) {
                ascii.append(ascii.isEmpty() ? "" : ".").append(isAscii(label) ? label : label(label));
            }
        } catch (IllegalArgumentException e) {
            return name;
        }
        return HostName.isValid(ascii.toString()) ? ascii.toString() : name;
    }

    /**
     * Returns the A-label of {@code label}.
     *
     * @throws IllegalArgumentException when {@code label} is not valid
     */
    abstract String label(String label);

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /**
     * Returns {@code label} in lower case, folded character by character: folding the whole word would turn a sigma at its
     * end into a final sigma.
     */
    private static String folded(String label) {
        return label.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The Punycode encoder (RFC 3492). */
    private static final class Punycode {
        private static final int BASE = 36;
        private static final int LEAST = 1;
        private static final int MOST = 26;
        private static final int SKEW = 38;
        private static final int DAMP = 700;
        private static final int FIRST_BIAS = 72;
        private static final int FIRST_CODE = 128;

        private Punycode() {}

        static String encode(String label) {
            int[] codes = label.codePoints().toArray();
            StringBuilder out = new StringBuilder();
            label.codePoints().filter(c -> c < FIRST_CODE).forEach(out::appendCodePoint);
            int basic = out.length();
            out.append(basic > 0 ? "-" : "");
            int bias = FIRST_BIAS;
            int delta = 0;
            int next = FIRST_CODE;
            for (int done = basic; done < codes.length; delta++, next++) {
                int least = least(codes, next);
                delta += (least - next) * (done + 1);
                next = least;
                for (int code : codes) {
                    delta += code < next ? 1 : 0;
                    if (code == next) {
                        number(out, delta, bias);
                        bias = adapt(delta, done + 1, done == basic);
                        delta = 0;
                        done++;
                    }
                }
            }
            return out.toString();
        }

        private static int least(int[] codes, int from) {
            int least = Integer.MAX_VALUE;
            for (int code : codes) {
                least = code >= from ? Math.min(least, code) : least;
            }
            return least;
        }

        private static void number(StringBuilder out, int value, int bias) {
            int rest = value;
            for (int k = BASE; ; k += BASE) {
                int limit = Math.max(LEAST, Math.min(MOST, k - bias));
                if (rest < limit) {
                    out.append(digit(rest));
                    return;
                }
                out.append(digit(limit + (rest - limit) % (BASE - limit)));
                rest = (rest - limit) / (BASE - limit);
            }
        }

        private static char digit(int value) {
            return (char) (value < 26 ? 'a' + value : '0' + value - 26);
        }

        private static int adapt(int delta, int points, boolean first) {
            int rest = first ? delta / DAMP : delta / 2;
            rest += rest / points;
            int k = 0;
            while (rest > ((BASE - LEAST) * MOST) / 2) {
                rest /= BASE - LEAST;
                k += BASE;
            }
            return k + (BASE - LEAST + 1) * rest / (rest + SKEW);
        }
    }
}
