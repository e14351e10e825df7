/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ServerReply;

/**
 * An attribute of XCLIENT or XFORWARD: a name in upper case, and a value decoded from xtext, with a question mark for each character
 * that is not printable.
 */
record ClientAttribute(String name, String value) {
    private static final String UNAVAILABLE = "[UNAVAILABLE]";
    private static final String TEMPUNAVAIL = "[TEMPUNAVAIL]";
    private static final String QUOTING = " <>()\\\";@";
    private static final int LONGEST_VALUE = 255;

    /** The form of a port: as Postfix up to five digits, however great the number. */
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** A fault in an attribute, with its reply. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never serialized
        private final ServerReply reply;

        Fault(String text) {
            super(text, null, false, false);
            this.reply = ServerReply.of(501, "5.5.4", text);
        }

        ServerReply reply() {
            return reply;
        }
    }

    /**
     * Returns the attribute in {@code word}.
     *
     * @throws Fault when the word is not of the form {@code name=value}
     */
    static ClientAttribute parse(String word) throws Fault {
        int equals = word.indexOf('=');
        if (equals < 0 || equals == word.length() - 1) {
            throw new Fault("Error: attribute=value expected");
        }
        String encoded = word.substring(equals + 1);
        if (encoded.length() > LONGEST_VALUE) {
            throw new Fault("Error: attribute value too long");
        }
        String name = word.substring(0, equals).toUpperCase(Locale.ROOT);
        // as in Postfix, a value that is no xtext stands for itself
        String value = MailParameters.isXtext(encoded) ? Xtext.decode(encoded) : encoded;
        return new ClientAttribute(name, printable(value));
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(c -> c < ' ' || c == 0x7f ? '?' : c).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    boolean unavailable() {
        return value.equalsIgnoreCase(UNAVAILABLE);
    }

    boolean temporarilyUnavailable() {
        return value.equalsIgnoreCase(TEMPUNAVAIL);
    }

    /** Returns the value as a host name. */
    String hostName() throws Fault {
        if (!HostName.isConcrete(value)) {
            throw bad();
        }
        return value;
    }

    /** Returns the value as an IP address, an IPv6 address with {@code IPv6:} before it, in canonical form. */
    String address(boolean ipv6) throws Fault {
        // an IPv4 address mapped into IPv6 is one of IPv4
        Optional<InetAddress> address = HostName.tagged(value).filter(found -> ipv6 || found instanceof Inet4Address);
        return HostName.text(address.orElseThrow(this::bad));
    }

    /** Returns the value as the number of a port; 0 where it is not available. */
    int port() throws Fault {
        if (unavailable()) {
            return 0;
        }
        if (!PORT.matcher(value).matches()) {
            throw bad();
        }
        return Integer.parseInt(value);
    }

    /** Returns this attribute with a question mark for each character that separates or quotes words in a header. */
    ClientAttribute inOneWord() {
        StringBuilder word = new StringBuilder(value.length());
        value.codePoints().map(c -> QUOTING.indexOf(c) >= 0 ? '?' : c).forEach(word::appendCodePoint);
        return new ClientAttribute(name, word.toString());
    }

    /** Returns the value; {@code unknown} where it is not available. */
    String orUnknown() {
        return unavailable() ? ClientIdentity.UNKNOWN : value;
    }

    /** Returns the fault of a wrong value. */
    Fault bad() {
        return new Fault("Bad " + name + " syntax: " + value);
    }
}
