/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The dialect of regexp_table(5), POSIX regular expressions with GNU's extensions: extended and without regard to case,
 * unless the flags {@code x} and {@code i} change that; {@code m} makes the line end special. One difference stays: of
 * several alternatives Java takes the first that leads to a match where POSIX takes the longest, which affects only the
 * text of {@code $1}.
 */
final class PosixDialect implements RegexDialect {

    @Override
    public boolean takesSecondPattern() {
        return true;
    }

    @Override
    public Pattern compile(String regex, String flags, Consumer<String> notes) throws RuleException {
        boolean caseless = true;
        boolean lines = false;
        boolean extended = true;
        for (int i = 0; i < flags.length(); i++) {
            char flag = flags.charAt(i);
            switch (flag) {
                case 'i' -> caseless = !caseless;
                case 'm' -> lines = !lines;
                case 'x' -> extended = !extended;
                default -> throw new RuleException("unknown regexp option \"" + flag + "\"");
            }
        }
        PosixTranslation.Case letters = caseless ? PosixTranslation.Case.FOLDED : PosixTranslation.Case.KEPT;
        String java = new PosixTranslation(
                        regex,
                        extended ? PosixTranslation.Syntax.EXTENDED : PosixTranslation.Syntax.BASIC,
                        lines ? PosixTranslation.Subject.LINES : PosixTranslation.Subject.WHOLE,
                        letters)
                .java();
        return Pattern.compile(java, caseless ? Pattern.CASE_INSENSITIVE : 0);
    }
}
