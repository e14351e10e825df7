/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEncoderTest {

    @Test
    void encodesTheCommands() throws Exception {
        assertThat(text(new Command.Ehlo("client.example"))).isEqualTo("EHLO client.example\r\n");
        assertThat(text(new Command.Helo("[127.0.0.1]"))).isEqualTo("HELO [127.0.0.1]\r\n");
        assertThat(text(new Command.MailFrom("", List.of()))).isEqualTo("MAIL FROM:<>\r\n");
        assertThat(text(new Command.MailFrom("a@b", List.of("SIZE=10", "BODY=8BITMIME"))))
                .isEqualTo("MAIL FROM:<a@b> SIZE=10 BODY=8BITMIME\r\n");
        assertThat(text(new Command.RcptTo("\"a b>\"@c", List.of()))).isEqualTo("RCPT TO:<\"a b>\"@c>\r\n");
        assertThat(text(new Command.Data())).isEqualTo("DATA\r\n");
        assertThat(text(new Command.Bdat(65536, false))).isEqualTo("BDAT 65536\r\n");
        assertThat(text(new Command.Bdat(0, true))).isEqualTo("BDAT 0 LAST\r\n");
        assertThat(text(new Command.Rset())).isEqualTo("RSET\r\n");
        assertThat(text(new Command.Quit())).isEqualTo("QUIT\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b\r\nRSET",
                "a@b\n",
                "a\0@b",
                "\"a\r\n\"@b",
                "\"a\\\r\n\"@b",
                "a@b> SIZE=1",
                "a@b <c",
                "\"a@b",
                "\\\"> SIZE=1 \"@b",
                "a\\",
                "\u760d\u760aRSET@b",
                "\u010d\u010a@b",
                "j\u00f6rg@b"
            })
    void cve_2025_7962_and_59419_refusesWhatCouldEndTheLineOrThePath(String address) {
        assertThatThrownBy(() -> CommandEncoder.encode(new Command.RcptTo(address, List.of())))
                .isInstanceOf(UnsafeArgumentException.class)
                .hasMessageStartingWith("recipient address \"")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> CommandEncoder.encode(new Command.MailFrom(address, List.of())))
                .isInstanceOf(UnsafeArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\r\nRSET", "1 BODY=8BITMIME", "", "\u760d\u760a"})
    void ghsa_c7w3_x93f_refusesInjectionThroughParametersAndTheEhloName(String value) {
        assertThatThrownBy(() -> CommandEncoder.encode(new Command.MailFrom("a@b", List.of(value))))
                .isInstanceOf(UnsafeArgumentException.class);
        assertThatThrownBy(() -> CommandEncoder.encode(new Command.Ehlo(value)))
                .isInstanceOf(UnsafeArgumentException.class)
                .hasMessageContaining("EHLO name");
        assertThatThrownBy(() -> CommandEncoder.encode(new Command.Helo(value)))
                .isInstanceOf(UnsafeArgumentException.class);
    }

    @Test
    void whateverIsEncodedIsOneLine() {
        Random random = new Random(42);
        String alphabet = "ab@.<> \"\\\r\n\0\u760d\u760a\u010a\u00e9";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder address = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                address.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] line;
            try {
                line = CommandEncoder.encode(new Command.RcptTo(address.toString(), List.of()));
            } catch (UnsafeArgumentException refused) {
                continue;
            }
            String octets = new String(line, StandardCharsets.ISO_8859_1);
            assertThat(octets).endsWith("\r\n").matches("RCPT TO:<[^\r\n\0]*>\r\n");
        }
    }

    @Test
    void eachClassOfCommandHasAKindOfItsOwn() {
        List<Command> commands = List.of(
                new Command.Ehlo("a"),
                new Command.Helo("a"),
                new Command.Lhlo("a"),
                new Command.StartTls(),
                new Command.Xforward(List.of("NAME=a")),
                new Command.MailFrom("", List.of()),
                new Command.RcptTo("a@b", List.of()),
                new Command.Data(),
                new Command.Bdat(1, true),
                new Command.Auth("PLAIN", "AA=="),
                new Command.AuthResponse("AA=="),
                new Command.Rset(),
                new Command.Quit());
        assertThat(commands)
                .<Class<?>>extracting(Object::getClass)
                .containsExactlyInAnyOrder(Command.class.getPermittedSubclasses());
        assertThat(commands).extracting(Command::kind).containsExactlyInAnyOrder(Command.Kind.values());
        assertThat(commands).allSatisfy(command -> assertThat(text(command)).startsWith(command.verb()));
    }

    private static String text(Command command) throws UnsafeArgumentException {
        return new String(CommandEncoder.encode(command), StandardCharsets.US_ASCII);
    }
}
