/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.postchaise.engine.server.command.SessionRules.Protocol;

/** Sessions for fuzz targets, whose every reply is checked for its form; the fixtures are kept from one input to the next. */
final class FuzzSessions {
    /** The largest message. */
    static final int SIZE_LIMIT = 500;

    private static final Pattern REPLY = Pattern.compile("[2-5][0-9][0-9][ -].*", Pattern.DOTALL);
    private static final Pattern STATUS = Pattern.compile("....[0-9]\\.[0-9]{1,3}\\.[0-9]{1,3}( .*)?", Pattern.DOTALL);
    private static final Map<String, String> SETTINGS = Map.of(
            "smtpd_hard_error_limit", "100000",
            "smtpd_error_sleep_time", "0",
            "smtpd_authorized_xclient_hosts", "127.0.0.0/8",
            "smtpd_authorized_xforward_hosts", "127.0.0.0/8",
            "smtpd_authorized_verp_clients", "127.0.0.0/8",
            "message_size_limit", String.valueOf(SIZE_LIMIT));
    private static final List<SessionFixture> MODES = List.of(
            fixture(Protocol.SMTP),
            fixture(Protocol.SMTP, "smtpd_forbid_bare_newline", "normalize"),
            fixture(Protocol.LMTP),
            fixture(Protocol.SMTP, "smtpd_forbid_bare_newline", "no", "smtputf8_enable", "no"),
            fixture(Protocol.SMTP, "smtpd_forbid_bare_newline", "reject"),
            fixture(Protocol.SMTP, "strict_rfc821_envelopes", "yes", "smtpd_helo_required", "yes"),
            fixture(Protocol.SMTP, "smtpd_delay_open_until_valid_rcpt", "no", "line_length_limit", "512"),
            fixture(Protocol.LMTP, "smtpd_reject_footer", "see\\nhelp {$client_info}", "soft_bounce", "yes"));

    private final SessionFixture fixture;
    private Next next;

    private FuzzSessions(SessionFixture fixture) {
        this.fixture = fixture;
        fixture.intakes.restart();
        fixture.log.clear();
        fixture.octets();
        fixture.connect(SessionFixture.CLIENT);
        next = fixture.session.run();
    }

    private static SessionFixture fixture(Protocol protocol, String... more) {
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new SessionFixture(settings, protocol);
    }

    /** Begins a session in a mode; its greeting is not read yet. */
    static FuzzSessions begin(int mode) {
        return new FuzzSessions(MODES.get(mode & 7));
    }

    /** Returns true if the mode has LMTP. */
    static boolean lmtp(int mode) {
        return (mode & 7) == 2 || (mode & 7) == 7;
    }

    /** Feeds octets; returns false at the end of the session. */
    boolean feed(byte[] octets, int from, int to) {
        fixture.session.feed(octets, from, to);
        next = fixture.session.run();
        return !ended();
    }

    /** Feeds a text in Latin-1; returns what was written. */
    String say(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        feed(octets, 0, octets.length);
        return written();
    }

    boolean ended() {
        if (!(next instanceof Next.Read || next instanceof Next.End)) {
            throw new AssertionError(next + " of a session that has no reason to wait");
        }
        return next instanceof Next.End;
    }

    /** Ends the session in one of several ways, and returns what was written. */
    String end(int way) {
        switch (way & 3) {
            case 0 -> next = fixture.session.inputEnded();
            case 1 -> next = fixture.session.timedOut();
            case 2 -> next = fixture.session.shutDown();
            default -> {
                fixture.session.drain();
                next = fixture.session.run();
                next = ended() ? next : fixture.session.inputEnded();
            }
        }
        if (!ended() || fixture.session.run() != Next.END || fixture.intakes.open() != 0) {
            throw new AssertionError("a session that does not end, or leaves a message open");
        }
        return written();
    }

    List<MemoryIntakes.Message> messages() {
        return List.copyOf(fixture.intakes.messages());
    }

    /** Returns what was written since the last call, all of it in form. */
    String written() {
        String octets = fixture.octets();
        String code = "";
        for (int at = 0; at < octets.length(); ) {
            int end = octets.indexOf("\r\n", at);
            if (end < 0) {
                throw new AssertionError("a reply without CRLF: " + octets);
            }
            String line = octets.substring(at, end);
            checkLine(line);
            if (!code.isEmpty() && !line.startsWith(code)) {
                throw new AssertionError("a reply of two codes: " + octets);
            }
            code = line.charAt(3) == '-' ? line.substring(0, 3) : "";
            at = end + 2;
        }
        if (!code.isEmpty()) {
            throw new AssertionError("a reply without its last line: " + octets);
        }
        return octets;
    }

    private static void checkLine(String line) {
        if (!REPLY.matcher(line).matches() || line.startsWith("421 4.3.0")) {
            throw new AssertionError("a reply that says " + line);
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) == 0x7f) {
                throw new AssertionError("a control character in a reply");
            }
        }
        if (STATUS.matcher(line).matches() && line.charAt(4) != line.charAt(0)) {
            throw new AssertionError("a status of another class than the code: " + line);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CharacterCodingException e) {
            throw new AssertionError("a reply that is not UTF-8", e);
        }
    }

    /** Returns the number of whole replies in {@code written}. */
    static int replies(String written) {
        int count = 0;
        for (int at = 0; at < written.length(); at = written.indexOf("\r\n", at) + 2) {
            count += written.charAt(at + 3) == '-' ? 0 : 1;
        }
        return count;
    }
}
