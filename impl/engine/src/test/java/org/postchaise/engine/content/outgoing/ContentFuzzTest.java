/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.content.mime.Conversion;
import org.postchaise.engine.wire.ContentChunks;
import org.postchaise.engine.wire.DotStuffingOutputStream;

/** A hundred thousand messages that no one would write. Seeds are fixed, so that a failure can be seen again. */
class ContentFuzzTest {
    private static final List<String> PIECES = List.of(
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\r\r\n",
            "\0",
            " ",
            "\t",
            "--",
            "--b",
            "--b--",
            "--c\n",
            "\n--b\n",
            "From: a@l.test\n",
            "To: \"x y\" <a@l.test>, (c) b@l.test; G: c@l.test;\n",
            "Subject: \u00e4\u00ff\n",
            "X-Bad line\n",
            "Content-Type: multipart/mixed; boundary=b\n",
            "Content-Type: multipart/digest; boundary=\"c\"\n",
            "Content-Type: message/rfc822\n",
            "Content-Type: message/global\n",
            "Content-Type: text/plain\n",
            "Content-Transfer-Encoding: 8bit\n",
            "Content-Transfer-Encoding: binary\n",
            "Content-Transfer-Encoding: base64\n",
            "Content-Type: multipart/mixed;\n boundary=\"unended\n",
            ".\n",
            "..",
            "\u0080\u00ff",
            "=3D=",
            "text ",
            "x".repeat(997),
            "y".repeat(999),
            "z".repeat(2048),
            "\u00e9".repeat(2100),
            "From me\n",
            ">From me\n",
            ": x\n");

    private final ContentPlan plan =
            Cases.plan("smtp_generic_maps=inline:{@l.test=@pub.example}", "smtp_line_length_limit=998");

    @Test
    void anyOctetsGiveLinesWithinTheLimitHoweverTheyAreRead() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 60_000; i++) {
            byte[] message = pieces(random).getBytes(StandardCharsets.ISO_8859_1);
            Conversion conversion = random.nextBoolean() ? Conversion.NONE : Conversion.TO_7BIT;
            byte[] whole = sent(new ByteArrayInputStream(message), conversion, 65536);
            assertThat(longestLine(whole)).as("message %d", i).isLessThanOrEqualTo(998);
            byte[] drops = sent(new Dripping(message, random), conversion, 1 + random.nextInt(50));
            // which lines keep the source's LF depends on the buffers
            assertThat(text(drops)).as("message %d", i).isEqualTo(text(whole));
            plan.inspect(new ByteArrayInputStream(message));
        }
    }

    @Test
    void convertedContentIsSevenBitAndShort() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = ("From: a@x.example\n" + entity(random, 0)).getBytes(StandardCharsets.ISO_8859_1);
            byte[] sent = sent(new ByteArrayInputStream(message), Conversion.TO_7BIT, 8192);
            for (byte octet : sent) {
                assertThat(octet).as("message %d", i).isNotNegative();
            }
            assertThat(longestLine(sent)).as("message %d", i).isLessThanOrEqualTo(998);
        }
    }

    @Test
    void convertedContentDecodesToWhatItWas() throws IOException {
        Random random = new Random(3);
        String head = "From: a@x.example\nContent-Type: text/plain\n";
        for (int i = 0; i < 20_000; i++) {
            String body = octets(random, random.nextInt(400));
            byte[] message =
                    (head + "Content-Transfer-Encoding: 8bit\n\n" + body).getBytes(StandardCharsets.ISO_8859_1);
            String sent = text(sent(new ByteArrayInputStream(message), Conversion.TO_7BIT, 8192));
            String start = head + "Content-Transfer-Encoding: quoted-printable\n\n";
            assertThat(sent).startsWith(start);
            String encoded = sent.substring(start.length());
            assertThat(encoded.lines()).allMatch(line -> line.length() <= 76);
            String expected = body.replaceAll("\r+(?=\n|\\z)", "");
            assertThat(decoded(encoded))
                    .as("message %d", i)
                    .isEqualTo(body.isEmpty() || body.endsWith("\n") ? expected : expected + "\n");
        }
    }

    @Test
    void whatGoesToTheWireHasNoBareCrOrLfAndIsTheSameByDataAndByBdat() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            byte[] message = pieces(random).getBytes(StandardCharsets.ISO_8859_1);
            Conversion conversion = random.nextBoolean() ? Conversion.NONE : Conversion.TO_7BIT;
            byte[] content = sent(new ByteArrayInputStream(message), conversion, 8192);
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            DotStuffingOutputStream dots = new DotStuffingOutputStream(data);
            dots.write(content);
            dots.finish();
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            ContentChunks chunks = ContentChunks.of(new ByteArrayInputStream(content));
            chunks.write(chunk, 0, chunks.length());
            assertThat(chunks.last()).isTrue();
            String wire = chunk.toString(StandardCharsets.ISO_8859_1);
            assertThat(wire.replace("\r\n", "")).as("message %d", i).doesNotContain("\r", "\n");
            assertThat(data.toString(StandardCharsets.ISO_8859_1))
                    .as("message %d", i)
                    .isEqualTo(("\r\n" + wire).replace("\r\n.", "\r\n..").substring(2) + ".\r\n");
        }
    }

    private byte[] sent(InputStream message, Conversion conversion, int chunk) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (InputStream content = plan.open(message, new ContentOptions(conversion, List.of(), note -> {}))) {
            byte[] buffer = new byte[chunk];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                sent.write(buffer, 0, count);
            }
        }
        return sent.toByteArray();
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    private static int longestLine(byte[] content) {
        int longest = 0;
        int length = 0;
        for (int i = 0; i < content.length; i++) {
            boolean crLf = content[i] == '\r' && i + 1 < content.length && content[i + 1] == '\n';
            length = content[i] == '\n' ? 0 : crLf ? length : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(25);
        for (int i = 0; i < count; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Headers and content of an entity that tells the truth about its encoding. */
    private static String entity(Random random, int depth) {
        int kind = random.nextInt(depth > 4 ? 1 : 3);
        if (kind == 0) {
            boolean eightBit = random.nextBoolean();
            return eightBit
                    ? "Content-Transfer-Encoding: " + (random.nextBoolean() ? "8bit" : "binary") + "\n\n"
                            + octets(random, random.nextInt(200)).replace("-", "")
                            + "\n"
                    : "Content-Type: text/plain\n\n" + "ascii text\n".repeat(random.nextInt(5));
        }
        if (kind == 1) {
            return "Content-Type: message/rfc822\n\nSubject: x\n" + entity(random, depth + 1);
        }
        StringBuilder text = new StringBuilder(
                "Content-Type: multipart/mixed; boundary=\"x" + depth + "\"\nContent-Transfer-Encoding: 8bit\n\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append("--x").append(depth).append('\n').append(entity(random, depth + 1));
        }
        return text.append("--x").append(depth).append("--\n").toString();
    }

    private static String octets(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(10);
            text.append(kind < 6 ? (char) (' ' + random.nextInt(95)) : kind == 6 ? '\n' : (char) random.nextInt(256));
        }
        return text.toString();
    }

    private static String decoded(String encoded) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) != '=') {
                text.append(encoded.charAt(i));
            } else if (encoded.charAt(i + 1) == '\n') {
                i++;
            } else {
                text.append((char) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            }
        }
        return text.toString();
    }

    /** A source that gives a few octets at a time. */
    private static final class Dripping extends ByteArrayInputStream {
        private final Random random;

        Dripping(byte[] octets, Random random) {
            super(octets);
            this.random = random;
        }

        @Override
        public int read(byte[] to, int off, int len) {
            return super.read(to, off, Math.min(len, 1 + random.nextInt(random.nextBoolean() ? 4 : 2000)));
        }
    }
}
