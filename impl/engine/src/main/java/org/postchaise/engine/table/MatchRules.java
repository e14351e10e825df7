/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postchaise.engine.config.MatchPatterns.Item;
import org.postchaise.engine.config.MatchPatterns.Subject;

/**
 * The patterns of a match list, or of a file in the list, prepared for the search: names and networks are indexed, so
 * that only the tables and files in front of the first matching pattern are searched. Immutable.
 */
final class MatchRules {
    private static final int NONE = Integer.MAX_VALUE;

    private static final Pattern NETWORK = Pattern.compile("(?=.*[:/])[0-9A-Fa-f.:\\[\\]/]*");

    /**
     * The folded subject of a search.
     *
     * @param name the host or domain name; empty: only an address is compared
     * @param address the IP address; empty: only a name is compared
     */
    record Question(String name, String address) {}

    /** A table or file in the list, whose patterns are unknown before a search. */
    @FunctionalInterface
    interface Source {
        /** Returns the result of the first match in this table or file; empty where nothing matches. */
        Optional<MatchList.Result> ask(Question question);
    }

    private record Asked(int position, Source source) {}

    private final List<Item> items;
    private final Subject subject;
    private final KeyOrder.Parents parents;
    private final Map<String, Integer> texts;
    private final NetworkIndex ipv4;
    private final NetworkIndex ipv6;
    private final List<Asked> asked;

    private MatchRules(
            Builder builder, Subject subject, KeyOrder.Parents parents, NetworkIndex ipv4, NetworkIndex ipv6) {
        this.items = List.copyOf(builder.items);
        this.subject = subject;
        this.parents = parents;
        this.texts = Map.copyOf(builder.texts);
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.asked = List.copyOf(builder.asked);
    }

    /** A collector of patterns in their order. */
    static final class Builder {
        private final List<Item> items = new ArrayList<>();
        private final Map<String, Integer> texts = new HashMap<>();
        private final NetworkIndex.Builder ipv4 = new NetworkIndex.Builder();
        private final NetworkIndex.Builder ipv6 = new NetworkIndex.Builder();
        private final List<Asked> asked = new ArrayList<>();

        /** Adds a pattern that is neither a table nor a file. */
        void text(Item item, Subject subject) throws RuleException {
            String text = Keys.fold(item.text());
            if ((subject == Subject.ADDRESS || subject == Subject.HOST)
                    && NETWORK.matcher(text).matches()) {
                CidrRules.Network network = CidrRules.Network.parse(text);
                (network.bits() == 32 ? ipv4 : ipv6).add(network.range(), items.size());
            }
            texts.putIfAbsent(text, items.size());
            items.add(item);
        }

        void source(Item item, Source source) {
            asked.add(new Asked(items.size(), source));
            items.add(item);
        }

        MatchRules build(Subject subject, KeyOrder.Parents parents) {
            return new MatchRules(this, subject, parents, ipv4.build(), ipv6.build());
        }
    }

    /** Returns true if there is no pattern, table or file. */
    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Returns the result of the first pattern that matches; empty where no pattern matches. */
    Optional<MatchList.Result> find(Question question) {
        int position = position(question);
        for (Asked one : asked) {
            if (one.position() > position) {
                break;
            }
            Optional<MatchList.Result> result = one.source().ask(question);
            if (result.isPresent()) {
                return result.map(found -> items.get(one.position()).negated() ? opposite(found) : found);
            }
        }
        return position == NONE
                ? Optional.empty()
                : Optional.of(items.get(position).negated() ? MatchList.Result.NO_MATCH : MatchList.Result.MATCH);
    }

    private static MatchList.Result opposite(MatchList.Result result) {
        if (result instanceof MatchList.Result.Unavailable) {
            return result;
        }
        return result instanceof MatchList.Result.Match ? MatchList.Result.NO_MATCH : MatchList.Result.MATCH;
    }

    /** Returns the position of the first name or network pattern that matches. */
    private int position(Question question) {
        int first = NONE;
        if (subject != Subject.ADDRESS) {
            for (String key : names(question.name(), subject, parents)) {
                first = Math.min(first, texts.getOrDefault(key, NONE));
            }
        }
        String address = question.address();
        if (isAddress(address, subject)) {
            first = Math.min(first, texts.getOrDefault(address, NONE));
            first = Math.min(first, texts.getOrDefault("[" + address + "]", NONE));
            Optional<NetworkAddress> parsed = NetworkAddress.parse(address);
            int rule = parsed.isEmpty() ? -1 : (NetworkAddress.isIpv6(address) ? ipv6 : ipv4).find(parsed.get());
            first = rule < 0 ? first : Math.min(first, rule);
        }
        return first;
    }

    /** Returns the keys to look up in {@code table}: the name, its parents, the address. */
    static List<String> keys(Question question, Subject subject, KeyOrder.Parents parents, LookupTable table) {
        List<String> keys = new ArrayList<>();
        if (subject != Subject.ADDRESS) {
            keys.addAll(table.matchesPatterns() ? List.of(question.name()) : names(question.name(), subject, parents));
        }
        if (isAddress(question.address(), subject)) {
            keys.add(question.address());
        }
        keys.removeIf(String::isEmpty);
        return keys;
    }

    /** Returns true if {@code text} may be an address. All other text is a host name, which is not compared with network patterns. */
    private static boolean isAddress(String text, Subject subject) {
        if (subject != Subject.ADDRESS && subject != Subject.HOST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && c != ':' && (c > 0x7f || Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(String name, Subject subject, KeyOrder.Parents parents) {
        List<String> names = new ArrayList<>();
        names.add(name);
        if (subject == Subject.STRING || parents == KeyOrder.Parents.NONE) {
            return names;
        }
        for (int dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
            names.add(name.substring(parents == KeyOrder.Parents.PLAIN ? dot + 1 : dot));
        }
        return names;
    }
}
