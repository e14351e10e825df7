/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a header with the surrounding text: names, groups, comments (RFC 5322, section 3.4). When an address
 * is replaced, the list is written anew as in Postfix: comments behind the address, one space between words, missing
 * commas added. A part with an angle bracket without a partner is kept unchanged, as a part without an address.
 */
public final class AddressList {
    private final List<Item> items = new ArrayList<>();

    /** An element of the list. */
    private sealed interface Item {
        /** Returns the element in the form of a header. */
        String written();
    }

    /** An element that is not an address. */
    private record Plain(AddressToken token) implements Item {
        @Override
        public String written() {
            return token.written();
        }
    }

    /** The colon behind the name of a group. */
    private record GroupStart() implements Item {
        @Override
        public String written() {
            return ":";
        }
    }

    /**
     * An address.
     *
     * @param text the address without the quotes of its local part
     * @param written the address in the form of a header
     */
    private record Address(String text, String written) implements Item {}

    /** A function that replaces addresses. */
    @FunctionalInterface
    public interface Rewriter {
        /** Returns {@code address}, or its replacement. */
        public String rewrite(String address) throws ContentException;
    }

    private AddressList() {}

    public static AddressList parse(String value) {
        AddressList list = new AddressList();
        List<AddressToken> part = new ArrayList<>();
        for (AddressToken token : AddressToken.scan(value)) {
            if (token.is(',') || token.is(';')) {
                list.addPart(part);
                part.clear();
                list.items.add(new Plain(token));
            } else {
                part.add(token);
            }
        }
        list.addPart(part);
        return list;
    }

    /** Returns the addresses, without the quotes of their local parts. */
    public List<String> addresses() {
        return items.stream()
                .filter(Address.class::isInstance)
                .map(item -> ((Address) item).text())
                .toList();
    }

    /** Replaces addresses, and returns true if any address has changed. */
    public boolean rewrite(Rewriter rewriter) throws ContentException {
        boolean changed = false;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Address address) {
                String result = rewriter.rewrite(address.text());
                if (!result.equals(address.text())) {
                    items.set(i, new Address(result, written(result)));
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** Returns the list in the form of a header, with a line break behind each comma. */
    public String written() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            text.append(item.written());
            if (is(item, ',')) {
                text.append('\n');
            } else if (i + 1 < items.size() && spaced(item, items.get(i + 1))) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** Returns an address in the form of a header: the local part is quoted unless a dot-atom. */
    public static String written(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        return (isDotAtom(local) ? local : AddressToken.quote(local)) + (at < 0 ? "" : address.substring(at));
    }

    private static boolean isDotAtom(String local) {
        boolean atom = !local.isEmpty() && !local.startsWith(".") && !local.endsWith(".") && !local.contains("..");
        for (int i = 0; atom && i < local.length(); i++) {
            char c = local.charAt(i);
            atom = c > ' ' && c != 0x7f && "()<>@,;:\\\"[]".indexOf(c) < 0;
        }
        return atom;
    }

    private static boolean spaced(Item item, Item next) {
        return item instanceof GroupStart || is(next, '<') || (isWord(item) && isWord(next));
    }

    private static boolean isWord(Item item) {
        return item instanceof Address
                || (item instanceof Plain plain && plain.token().kind() != AddressToken.Kind.SPECIAL);
    }

    private static boolean is(Item item, char special) {
        return item instanceof Plain plain && plain.token().is(special);
    }

    /** Adds the tokens between two commas or semicolons. */
    private void addPart(List<AddressToken> part) {
        int colon = groupColon(part);
        boolean behindGroup = !items.isEmpty() && is(items.get(items.size() - 1), ';');
        if (behindGroup && colon < 0 && !part.stream().allMatch(AddressList::isComment)) {
            addComma();
        }
        part.subList(0, Math.max(colon, 0)).forEach(token -> items.add(new Plain(token)));
        if (colon >= 0) {
            items.add(new GroupStart());
        }
        addMailboxes(part.subList(colon + 1, part.size()));
    }

    /** Returns the position of the last colon that is not part of a route in angle brackets; -1 if there is none. */
    private static int groupColon(List<AddressToken> part) {
        boolean inside = false;
        int colon = -1;
        for (int i = 0; i < part.size(); i++) {
            AddressToken token = part.get(i);
            inside = token.is('<') || (inside && !token.is('>'));
            if (token.is(':') && !inside) {
                colon = i;
            }
        }
        return colon;
    }

    private void addMailboxes(List<AddressToken> tokens) {
        int pos = 0;
        while (pos < tokens.size()) {
            int open = indexOf(tokens, '<', pos);
            int close = indexOf(tokens, '>', pos);
            if (open < 0 && close < 0) {
                addAddresses(tokens.subList(pos, tokens.size()));
                return;
            }
            int second = open < 0 ? -1 : indexOf(tokens, '<', open + 1);
            if (open < 0 || close < open || (second >= 0 && second < close)) {
                tokens.subList(pos, tokens.size()).forEach(token -> items.add(new Plain(token)));
                return;
            }
            tokens.subList(pos, open + 1).forEach(token -> items.add(new Plain(token)));
            addInBrackets(tokens.subList(open + 1, close), tokens.get(close));
            // comments behind a bracket belong to it, anything else is another mailbox
            for (pos = close + 1; pos < tokens.size() && isComment(tokens.get(pos)); pos++) {
                items.add(new Plain(tokens.get(pos)));
            }
            if (pos < tokens.size()) {
                addComma();
            }
        }
    }

    private void addInBrackets(List<AddressToken> inside, AddressToken close) {
        addAddress(inside.stream().filter(token -> !isComment(token)).toList());
        inside.stream().filter(AddressList::isComment).forEach(comment -> items.add(new Plain(comment)));
        items.add(new Plain(close));
    }

    /** Adds words without brackets; adjacent words without a joining special are addresses of their own. */
    private void addAddresses(List<AddressToken> tokens) {
        List<AddressToken> address = new ArrayList<>();
        List<AddressToken> comments = new ArrayList<>();
        for (AddressToken token : tokens) {
            if (isComment(token)) {
                comments.add(token);
                continue;
            }
            if (!address.isEmpty()
                    && token.isWord()
                    && address.get(address.size() - 1).isWord()) {
                addWithComments(address, comments);
                addComma();
            }
            address.add(token);
        }
        addWithComments(address, comments);
    }

    private void addWithComments(List<AddressToken> address, List<AddressToken> comments) {
        addAddress(address);
        comments.forEach(comment -> items.add(new Plain(comment)));
        address.clear();
        comments.clear();
    }

    private void addAddress(List<AddressToken> tokens) {
        if (!tokens.isEmpty()) {
            StringBuilder text = new StringBuilder();
            StringBuilder written = new StringBuilder();
            for (AddressToken token : tokens) {
                text.append(token.text());
                written.append(token.written());
            }
            items.add(new Address(text.toString(), written.toString()));
        }
    }

    private void addComma() {
        items.add(new Plain(new AddressToken(AddressToken.Kind.SPECIAL, ",")));
    }

    private static boolean isComment(AddressToken token) {
        return token.kind() == AddressToken.Kind.COMMENT;
    }

    private static int indexOf(List<AddressToken> tokens, char special, int from) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.get(i).is(special)) {
                return i;
            }
        }
        return -1;
    }
}
