/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.ArrayList;
import java.util.List;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Cleanup;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.content.AddressToken;

/**
 * The completion of addresses, as trivial-rewrite(8) does it: a source route and the dot at the end of a domain are removed, {@code
 * domain!user} and {@code user%domain} become {@code user@domain}, and an incomplete address gets a domain. Immutable and thread-safe.
 */
public final class Rewriter {
    private static final AddressToken AT = new AddressToken(AddressToken.Kind.SPECIAL, "@");

    private final boolean bangPath;
    private final boolean percentHack;
    private final String origin;
    private final String domain;

    private Rewriter(Settings settings, String origin, String domain) {
        this.bangPath = settings.get(Routing.SWAP_BANGPATH);
        this.percentHack = settings.get(Routing.ALLOW_PERCENT_HACK);
        this.origin = settings.get(Content.APPEND_AT_MYORIGIN) ? origin : "";
        this.domain = settings.get(Content.APPEND_DOT_MYDOMAIN) ? domain : "";
    }

    /** Returns the rewriter of envelopes, and of the headers of local clients. */
    public static Rewriter local(Settings settings) {
        return new Rewriter(settings, settings.get(Content.MYORIGIN), settings.get(Content.MYDOMAIN));
    }

    /** Returns the rewriter of the headers of remote clients ({@code remote_header_rewrite_domain}). */
    public static Rewriter remote(Settings settings) {
        String other = settings.get(Cleanup.REMOTE_HEADER_REWRITE_DOMAIN);
        return new Rewriter(settings, other, other);
    }

    /** Returns {@code address} quoted where necessary; a source route before the local part stays as it is. */
    public static String external(String address) {
        int local = address.startsWith("@") ? address.indexOf(':') + 1 : 0;
        return address.substring(0, local) + AddressList.written(address.substring(local));
    }

    /** Returns true if {@code text} is one complete address of the usual form, in angle brackets or not, which every rewriter keeps. */
    public static boolean keeps(String text) {
        boolean bracketed = text.length() > 1 && text.startsWith("<") && text.endsWith(">");
        return PlainAddress.is(text, bracketed ? 1 : 0, text.length() - (bracketed ? 1 : 0));
    }

    /** Returns {@code address} completed; both are in external form, quoted where necessary. The empty address stays empty. */
    public String rewrite(String address) {
        if (PlainAddress.is(address, 0, address.length())) {
            return address;
        }
        List<AddressToken> tokens = new ArrayList<>(AddressToken.scan(address));
        tokens.removeIf(token -> token.kind() == AddressToken.Kind.COMMENT);
        removeRoute(tokens);
        if (tokens.isEmpty()) {
            return "";
        }
        int at = lastIndex(tokens, '@');
        if (at < 0) {
            at = split(tokens);
        }
        if (at < 0) {
            return written(tokens, tokens.size()) + (origin.isEmpty() ? "" : "@" + origin);
        }
        complete(tokens, at);
        return written(tokens, at) + text(tokens.subList(at, tokens.size()));
    }

    private static void removeRoute(List<AddressToken> tokens) {
        int colon = -1;
        for (int i = 0; i < tokens.size() && colon < 0; i++) {
            colon = tokens.get(i).is(':') ? i : -1;
        }
        if (colon > 0 && tokens.get(0).is('@')) {
            tokens.subList(0, colon + 1).clear();
        }
    }

    /** Makes a domain of the part before the first ! or after the last %, and returns the place of its at sign; -1 without such a part. */
    private int split(List<AddressToken> tokens) {
        if (bangPath) {
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.get(i).is('!')) {
                    List<AddressToken> host = List.copyOf(tokens.subList(0, i));
                    tokens.subList(0, i + 1).clear();
                    int at = tokens.size();
                    tokens.add(AT);
                    tokens.addAll(host);
                    return at;
                }
            }
        }
        int percent = percentHack ? lastIndex(tokens, '%') : -1;
        if (percent >= 0) {
            tokens.set(percent, AT);
        }
        return percent;
    }

    private void complete(List<AddressToken> tokens, int at) {
        int last = tokens.size() - 1;
        boolean dotted = tokens.subList(at, tokens.size()).stream().anyMatch(token -> token.is('.'));
        boolean name = last > at && tokens.get(last).kind() != AddressToken.Kind.LITERAL;
        if (name && !dotted && !domain.isEmpty()) {
            tokens.add(new AddressToken(AddressToken.Kind.ATOM, "." + domain));
        } else if (last > at + 1
                && tokens.get(last).is('.')
                && !tokens.get(last - 1).is('.')) {
            tokens.remove(last);
        }
    }

    private static int lastIndex(List<AddressToken> tokens, char special) {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).is(special)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the local part, which ends at {@code end}, quoted where necessary. */
    private static String written(List<AddressToken> tokens, int end) {
        String quoted = AddressList.written(text(tokens.subList(0, end)) + "@");
        return quoted.substring(0, quoted.length() - 1);
    }

    private static String text(List<AddressToken> tokens) {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(token.text()));
        return text.toString();
    }
}
