/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The comparison of fixed keys: full case folding of Unicode, as Postfix does with smtputf8_enable. */
final class Keys {
    private Keys() {}

    /** Returns the folded key, which is equal for keys that differ in case alone. */
    static String fold(String key) {
        int i = 0;
        while (i < key.length() && key.charAt(i) < 128) {
            i++;
        }
        if (i == key.length()) {
            return key.toLowerCase(Locale.ROOT);
        }
        StringBuilder folded = new StringBuilder(key.length() + 4);
        key.codePoints().forEach(c -> fold(c, folded));
        return folded.toString();
    }

    /** Returns the text of {@code length} octets, if the octets are valid UTF-8. */
    static Optional<String> utf8(byte[] bytes, int start, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static void fold(int c, StringBuilder to) {
        switch (c) {
            // The upper case of the dotless i is I, whose fold is another letter; the dotted I folds to two.
            case 'ı' -> to.append('ı');
            case 'İ' -> to.append("i̇");
            default ->
                Character.toString(c)
                        .toUpperCase(Locale.ROOT)
                        .codePoints()
                        .map(Character::toLowerCase)
                        .forEach(to::appendCodePoint);
        }
    }
}
