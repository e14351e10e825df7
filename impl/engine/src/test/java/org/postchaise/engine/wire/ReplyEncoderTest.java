/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.SmtpReply;

class ReplyEncoderTest {
    private static final Optional<EnhancedStatus> NONE = Optional.empty();

    @Test
    void encodesOneLine() throws Exception {
        assertThat(text(354, NONE, "End data with <CR><LF>.<CR><LF>"))
                .isEqualTo("354 End data with <CR><LF>.<CR><LF>\r\n");
        assertThat(text(250, status("2.1.0"), "Ok")).isEqualTo("250 2.1.0 Ok\r\n");
        assertThat(text(250, NONE, "")).isEqualTo("250 \r\n");
    }

    @Test
    void everyLineHasTheCodeAndTheStatus() throws Exception {
        assertThat(text(250, NONE, "mx.example", "PIPELINING", "DSN"))
                .isEqualTo("250-mx.example\r\n250-PIPELINING\r\n250 DSN\r\n");
        assertThat(text(550, status("5.7.1"), "No", "", "Sorry"))
                .isEqualTo("550-5.7.1 No\r\n550-5.7.1 \r\n550 5.7.1 Sorry\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\n250 Ok", "a\n", "a\0", "\r", "\u760d\u760a250 Ok", "\u010d\u010a", "j\u00f6rg"})
    void refusesTextThatCouldEndTheLine(String unsafe) {
        assertThatThrownBy(() -> ReplyEncoder.encode(550, status("5.1.1"), List.of("No", unsafe)))
                .isInstanceOf(UnsafeArgumentException.class)
                .hasMessageStartingWith("reply text \"")
                .hasMessageNotContaining("\n");
    }

    @Test
    void encodesUtf8WhereAskedFor() throws Exception {
        assertThat(ReplyEncoder.encodeUtf8(252, status("2.0.0"), List.of("<j\u00f6rg@b>")))
                .isEqualTo("252 2.0.0 <j\u00f6rg@b>\r\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ReplyEncoder.encodeUtf8(252, NONE, List.of("\u00f6\n")))
                .isInstanceOf(UnsafeArgumentException.class);
    }

    @Test
    void refusesACodeOrStatusThatIsNotOfTheReply() {
        assertThatThrownBy(() -> text(199, NONE, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text(600, NONE, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text(550, status("4.1.1"), "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text(354, status("2.0.0"), "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text(250, NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theClientReadsTheReplyThatTheServerWrote() throws Exception {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            int code = 200 + random.nextInt(400);
            Optional<EnhancedStatus> status = random.nextBoolean() || code / 100 == 3
                    ? NONE
                    : Optional.of(new EnhancedStatus(code / 100, random.nextInt(1000), random.nextInt(1000)));
            List<String> text = new ArrayList<>();
            for (int lines = 1 + random.nextInt(4); lines > 0; lines--) {
                StringBuilder line = new StringBuilder();
                for (int n = random.nextInt(60); n > 0; n--) {
                    line.append((char) (' ' + random.nextInt(95)));
                }
                text.add(line.toString());
            }
            ReplyReader reader = reader(ReplyEncoder.encode(code, status, text));
            SmtpReply reply = reader.read();
            assertThat(reply.code()).isEqualTo(code);
            assertThat(reader.wellFormed()).isTrue();
            assertThat(reader.buffered()).isFalse();
            String prefix = status.map(s -> s + " ").orElse("");
            assertThat(reply.lines().stream().map(line -> line.substring(4)))
                    .containsExactlyElementsOf(
                            text.stream().map(line -> prefix + line).toList());
            status.ifPresent(s -> assertThat(reply.enhancedStatus()).contains(s));
        }
    }

    private static ReplyReader reader(byte[] octets) throws IOException {
        return new ReplyReader(new LineReader(new ByteArrayInputStream(octets), 2048));
    }

    private static Optional<EnhancedStatus> status(String text) {
        return Optional.of(EnhancedStatus.of(text));
    }

    private static String text(int code, Optional<EnhancedStatus> status, String... lines)
            throws UnsafeArgumentException {
        return new String(ReplyEncoder.encode(code, status, List.of(lines)), StandardCharsets.US_ASCII);
    }
}
