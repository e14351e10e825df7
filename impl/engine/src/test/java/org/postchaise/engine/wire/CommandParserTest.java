/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.wire.CommandLine.Encoding;
import org.postchaise.engine.wire.CommandLine.Word;

class CommandParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                " => ",
                "   => ",
                "NOOP => NOOP",
                " \t noop   => NOOP",
                "HELO foo bar => HELO/foo/bar",
                "NOOP\rNOOP => NOOP/NOOP",
                "QUIT\r\r => QUIT",
                "MAIL FROM:<a@b.test> => MAIL/FROM:/<a@b.test>",
                "mail from: <a@b.test> => MAIL/from:/<a@b.test>",
                "MAIL FROM :<a@b.test> => MAIL/FROM/:<a@b.test>",
                "MAIL FROM:a@b.test SIZE=1 => MAIL/FROM:/a@b.test/SIZE=1",
                "MAIL FROM:<a b@c> BODY=8BITMIME => MAIL/FROM:/<a b@c>/BODY=8BITMIME",
                "RCPT TO:<\"a > b\"@c>  X => RCPT/TO:/<\"a > b\"@c>/X",
                "RCPT TO:\"a \\\" b\"@c X => RCPT/TO:/\"a \\\" b\"@c/X",
                "RCPT TO:<a\\> b@c> X => RCPT/TO:/<a\\> b@c>/X",
                "MAIL FROM:<<a@b.test>> X => MAIL/FROM:/<<a@b.test>>/X",
                "MAIL FROM:Name <a@b.test> => MAIL/FROM:/Name/<a@b.test>",
                "MAIL FROM:<a@b.test => MAIL/FROM:/<a@b.test!",
                "MAIL FROM:<a\"@b.test> X => MAIL/FROM:/<a\"@b.test> X!",
                "MAIL FROM:<@x.test:a@b.test> => MAIL/FROM:/<@x.test:a@b.test>",
                "RCPT to:to:a => RCPT/to:/to:/a",
                "VRFY a:b to: => VRFY/a:b/to:",
                "EHLO a\\ b => EHLO/a\\ b",
                "X \\ => X/\\",
                "Subject: x => SUBJECT:/x"
            })
    void findsWordsAsLenientlyAsSmtpd(String lineAndWords) {
        int arrow = lineAndWords.indexOf(" => ");
        CommandLine parsed = parse(lineAndWords.substring(0, arrow));
        String shown = Stream.concat(
                        Stream.of(parsed.verb()),
                        parsed.arguments().stream().map(word -> word.text() + (word.closed() ? "" : "!")))
                .collect(Collectors.joining("/"));
        assertThat(shown).isEqualTo(lineAndWords.substring(arrow + 4));
        assertThat(parsed.encoding()).isEqualTo(Encoding.ASCII);
    }

    @Test
    void aLineEndsAtItsFirstNul() {
        CommandLine parsed = parse("NOOP a\0 b");
        assertThat(parsed.text()).isEqualTo("NOOP a");
        assertThat(parsed.arguments()).containsExactly(new Word("a", true));
        assertThat(parse("\0QUIT").words()).isEmpty();
    }

    @Test
    void keepsTheTextOfTheLine() {
        assertThat(parse(" noop  x \r").text()).isEqualTo(" noop  x ");
    }

    @Test
    void tellsUtf8FromOtherOctets() {
        CommandLine utf8 = parse("MAIL FROM:<\u00c3\u00a4@b.test>");
        assertThat(utf8.encoding()).isEqualTo(Encoding.UTF_8);
        assertThat(utf8.arguments().get(1).text()).isEqualTo("<\u00e4@b.test>");
        CommandLine latin = parse("MAIL FROM:<\u00e4@b.test>");
        assertThat(latin.encoding()).isEqualTo(Encoding.OTHER);
        assertThat(latin.arguments().get(1).text()).isEqualTo("<\u00e4@b.test>");
    }

    @Test
    void aLetterThatIsNotAsciiMakesNoKnownVerb() {
        byte[] dotless = "ma\u0131l".getBytes(StandardCharsets.UTF_8);
        assertThat(parse(new String(dotless, StandardCharsets.ISO_8859_1)).verb())
                .isEqualTo("MA\u0131L");
    }

    @Test
    void theServerReadsTheCommandThatTheClientWrote() throws Exception {
        Random random = new Random(23);
        for (int i = 0; i < 20_000; i++) {
            Command command = command(random);
            byte[] octets;
            try {
                octets = CommandEncoder.encodeUtf8(command);
            } catch (UnsafeArgumentException refused) {
                continue;
            }
            LineDecoder decoder = new LineDecoder(2048);
            for (int at = 0; at < octets.length; ) {
                at = decoder.feed(octets, at, Math.min(octets.length, at + 1 + random.nextInt(20)));
            }
            CommandLine line = CommandParser.parse(decoder.take());
            assertThat(line.words()).as("%s", command).extracting(Word::text).containsExactlyElementsOf(words(command));
            assertThat(line.words()).allMatch(Word::closed);
            assertThat(line.text()).isEqualTo(CommandEncoder.show(octets));
            assertThat(line.encoding()).isNotEqualTo(Encoding.OTHER);
        }
    }

    private static Command command(Random random) {
        Command.Kind[] kinds = Command.Kind.values();
        return switch (kinds[random.nextInt(kinds.length)]) {
            case EHLO -> new Command.Ehlo(word(random));
            case HELO -> new Command.Helo(word(random));
            case LHLO -> new Command.Lhlo(word(random));
            case STARTTLS -> new Command.StartTls();
            case XFORWARD -> new Command.Xforward(parameters(random));
            case MAIL_FROM -> new Command.MailFrom(path(random), parameters(random));
            case RCPT_TO -> new Command.RcptTo(path(random), parameters(random));
            case DATA -> new Command.Data();
            case BDAT -> new Command.Bdat(random.nextInt(100_000), random.nextBoolean());
            case AUTH -> new Command.Auth(word(random), random.nextBoolean() ? "" : "QUJD");
            case AUTH_RESPONSE -> new Command.AuthResponse(random.nextBoolean() ? "" : "QUI=");
            case RSET -> new Command.Rset();
            case QUIT -> new Command.Quit();
        };
    }

    private static List<String> words(Command command) {
        List<String> words = new ArrayList<>();
        switch (command.kind()) {
            case EHLO -> words.add(((Command.Ehlo) command).clientName());
            case HELO -> words.add(((Command.Helo) command).clientName());
            case LHLO -> words.add(((Command.Lhlo) command).clientName());
            case XFORWARD -> words.addAll(((Command.Xforward) command).attributes());
            case MAIL_FROM -> {
                words.add("<" + ((Command.MailFrom) command).reversePath() + ">");
                words.addAll(((Command.MailFrom) command).parameters());
            }
            case RCPT_TO -> {
                words.add("<" + ((Command.RcptTo) command).forwardPath() + ">");
                words.addAll(((Command.RcptTo) command).parameters());
            }
            case BDAT -> {
                words.add(Long.toString(((Command.Bdat) command).octets()));
                if (((Command.Bdat) command).last()) {
                    words.add("LAST");
                }
            }
            case AUTH -> {
                words.add(((Command.Auth) command).mechanism());
                words.add(((Command.Auth) command).initialResponse());
            }
            case AUTH_RESPONSE -> words.add(((Command.AuthResponse) command).response());
            case STARTTLS, DATA, RSET, QUIT -> {}
        }
        words.removeIf(String::isEmpty);
        words.addAll(0, command.verb().isEmpty() ? List.of() : verb(command.verb()));
        return words;
    }

    /** The words of a verb; the second word of MAIL FROM and RCPT TO has a colon. */
    private static List<String> verb(String verb) {
        int space = verb.indexOf(' ');
        return space < 0 ? List.of(verb) : List.of(verb.substring(0, space), verb.substring(space + 1) + ":");
    }

    private static List<String> parameters(Random random) {
        List<String> parameters = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            parameters.add("P=" + word(random));
        }
        return parameters;
    }

    private static String word(Random random) {
        return text(random, "abc.-=[]\u00e9", 1 + random.nextInt(8));
    }

    private static String path(Random random) {
        String local = text(random, "abc.\"\\<> :\u00e9", random.nextInt(8));
        return local.isEmpty() ? "" : (random.nextBoolean() ? local : "\"" + local + "\"") + "@b.test";
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int n = length; n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static CommandLine parse(String octets) {
        LineDecoder decoder = new LineDecoder(2048);
        byte[] line = (octets + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        decoder.feed(line, 0, line.length);
        return CommandParser.parse(decoder.take());
    }
}
