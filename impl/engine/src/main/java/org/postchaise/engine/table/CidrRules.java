/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Networks and their values in the order of the file, of which the first match wins (cidr_table(5)). */
final class CidrRules implements FileTable.Content {
    /**
     * The maximum number of ranges of all rules together: each {@code if !network} splits the networks inside its block
     * into ranges.
     */
    private static final int MAX_RANGES = 8_000_000;

    private final String table;
    private final NetworkIndex ipv4;
    private final NetworkIndex ipv6;
    private final List<byte[]> values;

    private CidrRules(String table, NetworkIndex ipv4, NetworkIndex ipv6, List<byte[]> values) {
        this.table = table;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.values = values;
    }

    static FileTable.Content read(LogicalLines lines, String table, long size, Findings findings)
            throws IOException, TableException {
        Parser parser = new Parser(table, findings);
        while (lines.next()) {
            parser.line(new String(lines.bytes(), 0, lines.length(), StandardCharsets.ISO_8859_1), lines.number());
        }
        return parser.end();
    }

    @Override
    public LookupResult find(String key) {
        Optional<NetworkAddress> address = NetworkAddress.parse(key);
        if (address.isEmpty()) {
            return LookupResult.ABSENT;
        }
        int rule = (NetworkAddress.isIpv6(key) ? ipv6 : ipv4).find(address.get());
        if (rule < 0) {
            return LookupResult.ABSENT;
        }
        byte[] value = values.get(rule);
        Optional<String> text = Keys.utf8(value, 0, value.length);
        return text.<LookupResult>map(LookupResult.Found::new)
                .orElseGet(() -> new LookupResult.Unavailable(table + ": the value for " + key + " is not UTF-8"));
    }

    @Override
    public Stream<String> knownValues() {
        return values.stream().flatMap(value -> Keys.utf8(value, 0, value.length).stream());
    }

    /** The addresses that a rule can match, one list of ranges for each address family. */
    private record Reach(List<AddressRange> ipv4, List<AddressRange> ipv6) {
        List<AddressRange> of(int bits) {
            return bits == 32 ? ipv4 : ipv6;
        }
    }

    private record Block(Reach reach, int line) {}

    private static final class Parser {
        private final String table;
        private final Findings findings;
        private final Map<Integer, NetworkIndex.Builder> builders =
                Map.of(32, new NetworkIndex.Builder(), 128, new NetworkIndex.Builder());
        private final List<byte[]> values = new ArrayList<>();
        private final Deque<Block> blocks = new ArrayDeque<>();
        private Reach reach = new Reach(List.of(AddressRange.all(32)), List.of(AddressRange.all(128)));

        Parser(String table, Findings findings) {
            this.table = table;
            this.findings = findings;
        }

        void line(String line, int number) throws TableException {
            try {
                if (isWord(line, "if")) {
                    String rest = line.substring(2);
                    int start = pattern(rest);
                    Reach inside = restrict(strip(rest.substring(start)), negated(rest, start));
                    blocks.push(new Block(reach, number));
                    reach = inside;
                } else if (isWord(line, "endif")) {
                    endif(strip(line.substring(5)));
                } else {
                    rule(line);
                }
            } catch (RuleException e) {
                findings.fault(table + ", line " + number + ": " + e.getMessage(), ": skipping this rule");
            }
            int ranges = builders.get(32).size() + builders.get(128).size();
            if (ranges + reach.ipv4().size() + reach.ipv6().size() > MAX_RANGES) {
                throw new TableException(
                        table + ", line " + number + ": the networks and negations up to here come to more than "
                                + MAX_RANGES + " ranges of addresses");
            }
        }

        FileTable.Content end() {
            blocks.forEach(
                    block -> findings.fault(table + ", line " + block.line() + ": IF has no matching ENDIF", ""));
            return new CidrRules(
                    table, builders.get(32).build(), builders.get(128).build(), values);
        }

        private void endif(String rest) throws RuleException {
            if (!rest.isEmpty()) {
                throw new RuleException("garbage after ENDIF");
            }
            if (blocks.isEmpty()) {
                throw new RuleException("ENDIF without IF");
            }
            reach = blocks.pop().reach();
        }

        private void rule(String line) throws RuleException {
            int start = pattern(line);
            int end = start;
            while (end < line.length() && !LogicalLines.isSpace(line.charAt(end))) {
                end++;
            }
            String network = line.substring(start, end);
            int bits = NetworkAddress.isIpv6(network) ? 128 : 32;
            Reach matching = restrict(network, negated(line, start));
            String value = strip(line.substring(end));
            if (value.isEmpty()) {
                throw new RuleException("no lookup result");
            }
            for (AddressRange range : matching.of(bits)) {
                builders.get(bits).add(range, values.size());
            }
            values.add(value.getBytes(StandardCharsets.ISO_8859_1));
        }

        /**
         * Returns the part of the current reach that is, or is not, in {@code network}. Nothing of the other address
         * family matches, negated or not.
         */
        private Reach restrict(String network, Sense sense) throws RuleException {
            if (network.isEmpty()) {
                throw new RuleException("no address pattern");
            }
            Network parsed = Network.parse(network);
            List<AddressRange> matching = sense == Sense.INSIDE
                    ? List.of(parsed.range())
                    : parsed.range().complement(parsed.bits());
            List<AddressRange> left = AddressRange.intersect(reach.of(parsed.bits()), matching);
            return parsed.bits() == 32 ? new Reach(left, List.of()) : new Reach(List.of(), left);
        }

        private static boolean isWord(String line, String word) {
            return line.toLowerCase(Locale.ROOT).startsWith(word)
                    && (line.length() == word.length()
                            || line.charAt(word.length()) > 127
                            || !Character.isLetterOrDigit(line.charAt(word.length())));
        }

        private static int pattern(String line) {
            int i = 0;
            while (i < line.length() && (line.charAt(i) == '!' || LogicalLines.isSpace(line.charAt(i)))) {
                i++;
            }
            return i;
        }

        private static Sense negated(String line, int end) {
            return line.substring(0, end).chars().filter(c -> c == '!').count() % 2 == 0 ? Sense.INSIDE : Sense.OUTSIDE;
        }
    }

    private enum Sense {
        INSIDE,
        OUTSIDE
    }

    /** A network pattern: address, address/length, or either in brackets. */
    record Network(int bits, AddressRange range) {
        static Network parse(String text) throws RuleException {
            String pattern = text;
            int slash = text.indexOf('/');
            String mask = slash < 0 ? "" : text.substring(slash + 1);
            String address = slash < 0 ? text : text.substring(0, slash);
            if (text.startsWith("[")) {
                int bracket = text.indexOf(']');
                if (bracket < 0) {
                    throw new RuleException("missing ']' character after \"" + text + "\"");
                }
                String rest = text.substring(bracket + 1);
                if (!rest.isEmpty() && !rest.startsWith("/")) {
                    throw new RuleException("garbage after \"" + text.substring(0, bracket + 1) + "\"");
                }
                pattern = text.substring(1, bracket) + rest;
                // [address/length] and [address]/length; with both, the first mask belongs to what is no address.
                slash = rest.isEmpty() ? pattern.indexOf('/') : bracket - 1;
                mask = slash < 0 ? "" : pattern.substring(slash + 1);
                address = slash < 0 ? pattern : pattern.substring(0, slash);
            }
            int bits = NetworkAddress.isIpv6(address) ? 128 : 32;
            if (slash >= 0 && (mask.isEmpty() || !mask.chars().allMatch(c -> c >= '0' && c <= '9'))) {
                throw new RuleException("bad mask value in \"" + pattern + "\"");
            }
            String digits = mask.replaceFirst("^0+(?=.)", "");
            if (slash >= 0 && (digits.length() > 3 || Integer.parseInt(digits) > bits)) {
                throw new RuleException("bad mask length in \"" + pattern + "\"");
            }
            Optional<NetworkAddress> network = NetworkAddress.parse(address);
            if (network.isEmpty()) {
                throw new RuleException("bad network value in \"" + pattern + "\"");
            }
            int host = slash < 0 ? 0 : bits - Integer.parseInt(digits);
            NetworkAddress first = network.get().first(host);
            if (!first.equals(network.get())) {
                throw new RuleException("non-null host address bits in \"" + pattern + "\"");
            }
            return new Network(bits, new AddressRange(first, first.last(host)));
        }
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && LogicalLines.isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && LogicalLines.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
