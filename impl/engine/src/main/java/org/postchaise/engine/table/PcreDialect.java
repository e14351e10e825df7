/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The dialect of pcre_table(5), Perl-compatible expressions: without regard to case, and with a dot that matches a line
 * end, unless the flags {@code i} and {@code s} change that. A rule with constructs that Java lacks (recursion,
 * conditions, {@code (?|}, verbs) is an error.
 */
final class PcreDialect implements RegexDialect {

    @Override
    public boolean takesSecondPattern() {
        return false;
    }

    @Override
    public Pattern compile(String regex, String flags, Consumer<String> notes) throws RuleException {
        // Unix lines: nothing but \n ends a line.
        int options = Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNIX_LINES;
        Set<PcreTranslation.Option> translated = EnumSet.noneOf(PcreTranslation.Option.class);
        for (int i = 0; i < flags.length(); i++) {
            char flag = flags.charAt(i);
            switch (flag) {
                case 'i' -> options ^= Pattern.CASE_INSENSITIVE;
                case 'm' -> options ^= Pattern.MULTILINE;
                case 's' -> options ^= Pattern.DOTALL;
                case 'x' -> toggle(translated, PcreTranslation.Option.EXTENDED);
                case 'A' -> toggle(translated, PcreTranslation.Option.ANCHORED);
                case 'E' -> toggle(translated, PcreTranslation.Option.DOLLAR_END_ONLY);
                case 'U' -> toggle(translated, PcreTranslation.Option.UNGREEDY);
                case 'X' -> notes.accept("ignoring obsolete regexp option \"X\"");
                default -> throw new RuleException("unknown regexp option \"" + flag + "\"");
            }
        }
        boolean lines = (options & Pattern.MULTILINE) != 0;
        if (lines) {
            translated.remove(PcreTranslation.Option.DOLLAR_END_ONLY);
        }
        return Pattern.compile(new PcreTranslation(regex, translated).java(), options);
    }

    private static void toggle(Set<PcreTranslation.Option> options, PcreTranslation.Option option) {
        if (!options.remove(option)) {
            options.add(option);
        }
    }
}
