/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.bounce.reading.HeaderFields.Field;

/** The leniency with which header sections of notices are read. */
class HeaderFieldsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\r\n"})
    void lineEndsAreOfAnyKind(String end) throws Exception {
        InputStream in = stream("A: b" + end + " c" + end + "D:e" + end + end + "rest");

        assertThat(HeaderFields.read(in).all()).containsExactly(new Field("A", "b\r\n c"), new Field("D", "e"));
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("rest");
    }

    @Test
    void bareCarriageReturnEndsALine() throws Exception {
        assertThat(fields("A: b\rC: d\r e\n")).containsExactly(new Field("A", "b"), new Field("C", "d\r\n e"));
        assertThat(fields("A: b\r\rC: d\n")).containsExactly(new Field("A", "b"));
    }

    @Test
    void bareCarriageReturnIsReadFromAStreamWithoutMarks() throws Exception {
        InputStream in = new FilterInputStream(stream("A: b\rC: d\r\rE: f\n")) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };

        assertThat(HeaderFields.read(in).all()).containsExactly(new Field("A", "b"), new Field("C", "d"));
    }

    @Test
    void lineWithoutColonIsAFieldOfThatName() throws Exception {
        assertThat(fields("no colon \nA b : c\n: d\n"))
                .containsExactly(new Field("no colon", "no colon "), new Field("A b", "c"), new Field("", "d"));
    }

    @Test
    void firstLineIsNeverAContinuation() throws Exception {
        assertThat(fields("  A: b\n c\n")).containsExactly(new Field("A", "b\r\n c"));
        assertThat(fields("  \n c\nD: e\n")).containsExactly(new Field("D", "e"));
    }

    @Test
    void blankLineOfWhiteSpaceContinuesAField() throws Exception {
        assertThat(fields("A: b\n \t\nC: d\n\nE: f\n"))
                .containsExactly(new Field("A", "b\r\n \t"), new Field("C", "d"));
    }

    @Test
    void octetsThatAreNotUtf8AreReplaced() throws Exception {
        byte[] octets = "A: \u00fc\u00c3\u00bc\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(HeaderFields.read(new ByteArrayInputStream(octets)).values("a"))
                .containsExactly("\ufffd\u00fc");
    }

    @Test
    void valuesOfANameAreInOrder() throws Exception {
        HeaderFields fields = HeaderFields.read(stream("To: a\nto : b\nCc: c\nTO:\n\td\n"));

        assertThat(fields.values("To")).containsExactly("a", "b", "d");
        assertThat(fields.values("Bcc")).isEmpty();
        assertThat(fields.has("Bcc", "cc")).isTrue();
        assertThat(fields.has("Bcc")).isFalse();
    }

    private static List<Field> fields(String text) throws IOException {
        return HeaderFields.read(stream(text)).all();
    }

    private static InputStream stream(String text) {
        return new BufferedInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
