/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.content.AddressToken;

/**
 * The parser of paths by the rules of smtpd(8): a path may be written as in a message header, with a name before the address and with
 * comments, unless {@code strict_rfc821_envelopes} is on. An address whose domain can't be one is wrong syntax. Thread-safe.
 */
public final class EnvelopePaths implements PathParser {
    private final Resolver resolver;
    private final boolean strict;

    private enum Brackets {
        AS_SET,
        OPTIONAL
    }

    private EnvelopePaths(Resolver resolver, boolean strict) {
        this.resolver = resolver;
        this.strict = strict;
    }

    /** Returns the parser that {@code settings} define; {@code resolver} tells valid domains. */
    public static EnvelopePaths from(Settings settings, Resolver resolver) {
        return new EnvelopePaths(resolver, settings.get(ServerSession.STRICT_RFC821_ENVELOPES));
    }

    @Override
    public Optional<String> sender(String path, boolean utf8) {
        return address(path, utf8, Brackets.AS_SET);
    }

    @Override
    public Optional<String> recipient(String path, boolean utf8) {
        return address(path, utf8, Brackets.AS_SET).filter(address -> !address.isEmpty());
    }

    @Override
    public Optional<String> verified(String argument, boolean utf8) {
        return address(argument, utf8, Brackets.OPTIONAL).filter(address -> !address.isEmpty());
    }

    private Optional<String> address(String path, boolean utf8, Brackets brackets) {
        boolean bracketed = path.length() > 1 && path.startsWith("<") && path.endsWith(">");
        if (strict && brackets == Brackets.AS_SET && !bracketed) {
            return Optional.empty();
        }
        if (bracketed && PlainAddress.is(path, 1, path.length() - 1)) {
            String plain = path.substring(1, path.length() - 1);
            return isValid(plain, utf8) ? Optional.of(plain) : Optional.empty();
        }
        Reading reading = new Reading();
        reading.read(AddressToken.scan(bracketed ? path.substring(1, path.length() - 1) : path));
        if (reading.addresses.size() > 1 || (strict && reading.junk)) {
            return Optional.empty();
        }
        String address = reading.addresses.isEmpty() ? "" : reading.addresses.get(0);
        if (address.isEmpty()) {
            return Optional.of("");
        }
        boolean wrong = address.startsWith("-") || (strict && address.startsWith("@"));
        return wrong || !isValid(address, utf8) ? Optional.empty() : Optional.of(Rewriter.external(address));
    }

    /** Returns true if the domain is valid, or can't be judged for now: then access control defers the mail. */
    private boolean isValid(String address, boolean utf8) {
        try {
            return resolver.isValid(address, utf8);
        } catch (LookupFailureException e) {
            return true;
        }
    }

    /** The addresses in internal form that a path holds, and whether the path holds anything else. */
    private static final class Reading {
        private final List<String> addresses = new ArrayList<>();
        private boolean junk;

        /** Reads a path: only a semicolon makes the text before a colon the name of a group. */
        void read(List<AddressToken> tokens) {
            boolean group = tokens.stream().anyMatch(token -> token.is(';'));
            List<AddressToken> part = new ArrayList<>();
            for (AddressToken token : withoutComments(tokens)) {
                if (isRoute(part)) {
                    part.add(token);
                } else if (token.is(',') || token.is(';')) {
                    junk = true;
                    addPart(part);
                    part.clear();
                } else if (token.is(':') && group && !part.isEmpty()) {
                    junk = true;
                    part.clear();
                } else {
                    part.add(token);
                }
            }
            addPart(part);
        }

        private List<AddressToken> withoutComments(List<AddressToken> tokens) {
            List<AddressToken> others = tokens.stream()
                    .filter(token -> token.kind() != AddressToken.Kind.COMMENT)
                    .toList();
            junk |= others.size() < tokens.size();
            return others;
        }

        /** Returns true within a source route, in which a comma separates nothing: {@code @a,@b:user@c}. */
        private static boolean isRoute(List<AddressToken> part) {
            int start = 0;
            for (int i = 0; i < part.size(); i++) {
                start = part.get(i).is('<') ? i + 1 : start;
            }
            return start < part.size()
                    && part.get(start).is('@')
                    && part.subList(start, part.size()).stream().noneMatch(token -> token.is(':'));
        }

        /** Adds the addresses between two separators; what is before an angle bracket is a name. */
        private void addPart(List<AddressToken> part) {
            int open = -1;
            for (int i = 0; i < part.size(); i++) {
                open = part.get(i).is('<') ? i : open;
            }
            List<AddressToken> before = part.subList(0, Math.max(open, 0));
            junk |= before.stream().anyMatch(AddressToken::isWord);
            if (before.stream().anyMatch(token -> token.is('>'))) {
                addAddresses(before);
            }
            addAddresses(withoutRoute(part.subList(open + 1, part.size())));
        }

        private void addAddresses(List<AddressToken> tokens) {
            StringBuilder address = new StringBuilder();
            boolean some = false;
            boolean word = false;
            for (AddressToken token : tokens) {
                boolean ends = token.is('>');
                if (some && (ends || (word && token.isWord()))) {
                    addresses.add(address.toString());
                    address.setLength(0);
                    some = false;
                }
                if (!ends) {
                    address.append(token.text());
                    some = true;
                }
                word = token.isWord();
            }
            if (some) {
                addresses.add(address.toString());
            }
        }

        private static List<AddressToken> withoutRoute(List<AddressToken> tokens) {
            if (tokens.isEmpty() || !tokens.get(0).is('@')) {
                return tokens;
            }
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.get(i).is(':')) {
                    return tokens.subList(i + 1, tokens.size());
                }
            }
            return tokens;
        }
    }
}
