/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Notices;

/**
 * Variable envelope return paths (Postfix's VERP_README), which name the recipient: {@code sender+user=domain@origin}. With
 * {@code verp_key_file} a {@linkplain VerpKeys tag} that nobody else can make stands before the recipient:
 * {@code sender+326k3v5oq2a+user=domain@origin}; mail to such a return path is about a mail that this system sent to this recipient.
 * Immutable; thread-safe.
 */
public final class Verp {
    /** The longest local part that is decoded, in characters; a return path made by Postfix holds two local parts and a domain. */
    private static final int LONGEST = 512;

    private final String usual;
    private final String allowed;
    private final VerpKeys keys;

    private Verp(String usual, String allowed, VerpKeys keys) {
        this.usual = usual;
        this.allowed = allowed;
        this.keys = keys;
    }

    /**
     * Creates the VERP rules from the Postfix parameters {@code default_verp_delimiters} and {@code verp_delimiter_filter}, and from
     * {@code verp_key_file}, whose file is read once, here.
     *
     * @throws SettingsException for default delimiters that the filter does not allow, and for a mistake in the key file
     */
    public static Verp from(Settings settings) {
        String usual = settings.get(Notices.DEFAULT_VERP_DELIMITERS);
        Verp verp = new Verp(
                usual, settings.get(Notices.VERP_DELIMITER_FILTER), VerpKeys.read(settings.get(Notices.VERP_KEY_FILE)));
        try {
            verp.requireAllowed(usual);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "parameter " + Notices.DEFAULT_VERP_DELIMITERS.name() + ": " + e.getMessage(), e);
        }
        return verp;
    }

    /**
     * Returns the envelope with explicit VERP delimiters, where the envelope requests VERP; otherwise unchanged.
     *
     * @throws IllegalArgumentException for delimiters that the filter does not allow
     */
    public Envelope resolved(Envelope envelope) {
        return envelope.verp()
                .map(asked -> envelope.withVerp(requireAllowed(asked.isEmpty() ? usual : asked)))
                .orElse(envelope);
    }

    private String requireAllowed(String delimiters) {
        if (delimiters.length() != 2 || !delimiters.chars().allMatch(c -> allowed.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("VERP delimiters are \"" + delimiters.replaceAll("\\p{Cntrl}", "?")
                    + "\"; expected two characters of \"" + allowed + "\" (verp_delimiter_filter)");
        }
        return delimiters;
    }

    /** Returns the return path of one recipient of a mail with VERP; see {@link #returnPath(String, String, Recipient, Instant)}. */
    public String returnPath(Envelope envelope, Recipient recipient, Instant now) {
        return returnPath(envelope.sender(), envelope.verp().orElse(""), recipient, now);
    }

    /**
     * Returns the return path of one recipient for a given form of the sender. As in Postfix the local parts of sender and recipient are
     * used without their quotes, and the result is quoted where needed.
     *
     * @param asked the delimiters; empty for the default delimiters
     * @param now the date in the tag
     * @throws IllegalArgumentException for delimiters that the filter does not allow
     */
    public String returnPath(String sender, String asked, Recipient recipient, Instant now) {
        String delimiters = requireAllowed(asked.isEmpty() ? usual : asked);
        String from = LocalPart.unquoted(sender);
        String to = LocalPart.unquoted(recipient.address());
        StringBuilder path = new StringBuilder(local(from)).append(delimiters.charAt(0));
        keys.tag(to, now).ifPresent(tag -> path.append(tag).append(delimiters.charAt(0)));
        path.append(local(to));
        if (!domain(to).isEmpty()) {
            path.append(delimiters.charAt(1)).append(domain(to));
        }
        if (!domain(from).isEmpty()) {
            path.append('@').append(domain(from));
        }
        return LocalPart.quoted(path.toString());
    }

    /**
     * The content of a decoded return path.
     *
     * @param sender the sender of the mail
     * @param recipient the recipient of the mail
     * @param proven true if the return path has a valid, unexpired tag of this system for the recipient; otherwise anybody may have made it
     *     up
     */
    public record Returned(String sender, String recipient, boolean proven) {}

    /**
     * Returns the content of {@code address} if the address is a return path that names a recipient. A return path with a tag of this
     * system is decoded with any delimiters of the filter; one without a tag with the default delimiters, where the sender ends at the
     * first delimiter and the domain begins after the last.
     */
    public Optional<Returned> decode(String address, Instant now) {
        String plain = LocalPart.unquoted(address);
        String local = local(plain);
        if (local.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher tags = Pattern.compile(
                        "([" + Pattern.quote(allowed) + "])(" + VerpKeys.FORM + ")\\1", Pattern.CASE_INSENSITIVE)
                .matcher(local);
        Optional<Returned> unproven = split(local, local.indexOf(usual.charAt(0)), 1, domain(plain));
        boolean tagged = false;
        for (int from = 1; from < local.length() && tags.find(from); from = tags.start() + 1) {
            String sender = joined(local.substring(0, tags.start()), domain(plain));
            Optional<Returned> proven = proven(sender, local.substring(tags.end()), tags.group(2), now);
            if (proven.isPresent()) {
                return proven;
            }
            if (!tagged && local.charAt(tags.start()) == usual.charAt(0)) {
                tagged = true;
                unproven = split(local, tags.start(), tags.end() - tags.start(), domain(plain));
            }
        }
        return unproven;
    }

    /**
     * Returns the content of a tagged return path if the tag proves it. The delimiter before the domain may also occur in the domain or the
     * user; the tag decides which position is right.
     */
    private Optional<Returned> proven(String sender, String recipient, String tag, Instant now) {
        for (int i = recipient.length() - 2; i > 0; i--) {
            if (allowed.indexOf(recipient.charAt(i)) >= 0) {
                String reading = recipient.substring(0, i) + "@" + recipient.substring(i + 1);
                if (keys.proves(tag, reading, now)) {
                    return Optional.of(new Returned(sender, LocalPart.quoted(reading), true));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Returned> split(String local, int senderEnd, int gap, String origin) {
        int domain = local.lastIndexOf(usual.charAt(1));
        if (senderEnd < 1 || domain <= senderEnd + gap || domain == local.length() - 1) {
            return Optional.empty();
        }
        String recipient = local.substring(senderEnd + gap, domain) + "@" + local.substring(domain + 1);
        return Optional.of(
                new Returned(joined(local.substring(0, senderEnd), origin), LocalPart.quoted(recipient), false));
    }

    private static String joined(String local, String domain) {
        return LocalPart.quoted(domain.isEmpty() ? local : local + "@" + domain);
    }

    private static String local(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    private static String domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at + 1);
    }
}
