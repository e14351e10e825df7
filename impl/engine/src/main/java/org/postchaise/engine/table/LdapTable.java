/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import javax.naming.CommunicationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.ServiceUnavailableException;
import javax.naming.TimeLimitExceededException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A lookup table in a directory, {@code ldap:/path/file.cf}, configured as in ldap_table(5). Keys are escaped in the
 * filter (RFC 4515) and in the search base (RFC 4514). Other than in Postfix, the protocol is always LDAP version 3,
 * and special result attributes are not followed.
 */
public final class LdapTable extends NamedTable {
    private static final Set<String> PARAMETERS =
            Set.of("search_base", "query_filter", "result_attribute", "scope", "size_limit");

    private final LdapServer server;
    private final QueryTemplate base;
    private final QueryTemplate filter;
    private final QueryTerms terms;
    private final SearchControls controls;
    private final Deque<DirContext> kept = new ConcurrentLinkedDeque<>();

    private LdapTable(String name, TableFile file, TableContext context) throws TableException {
        super(name);
        this.server = LdapServer.read(name, file);
        this.base = QueryTemplate.parse(name, "search_base", file.required("search_base"));
        this.filter = QueryTemplate.parse(name, "query_filter", file.text("query_filter", "mailacceptinggeneralid=%s"));
        this.controls = controls(name, file);
        this.terms = QueryTerms.read(name, file, context);
    }

    /** Returns the table type {@code ldap}. */
    public static TableType type() {
        return new NamedType("ldap", (path, context) -> {
            Set<String> known = new HashSet<>(PARAMETERS);
            known.addAll(QueryTerms.PARAMETERS);
            known.addAll(LdapServer.PARAMETERS);
            return new LdapTable("ldap:" + path, TableFile.read("ldap:" + path, path, known, context), context);
        });
    }

    private static SearchControls controls(String name, TableFile file) throws TableException {
        SearchControls controls = new SearchControls();
        String scope = file.text("scope", "sub").toLowerCase(Locale.ROOT);
        controls.setSearchScope(
                switch (scope) {
                    case "sub" -> SearchControls.SUBTREE_SCOPE;
                    case "one" -> SearchControls.ONELEVEL_SCOPE;
                    case "base" -> SearchControls.OBJECT_SCOPE;
                    default ->
                        throw new TableException(
                                "table " + name + ": scope = " + scope + "; expected sub, base or one");
                });
        controls.setCountLimit(file.number("size_limit", file.number("expansion_limit", 0, 0), 0));
        controls.setTimeLimit(file.number("timeout", 10, 1) * 1000);
        controls.setReturningAttributes(
                file.text("result_attribute", "maildrop").strip().split("[,\\s]+", -1));
        return controls;
    }

    @Override
    LookupResult ask(String key) {
        LookupResult admitted = terms.admits(key);
        if (!(admitted instanceof LookupResult.Found)) {
            return admitted;
        }
        Optional<String> where = base.expand(QueryTemplate.Subject.of(key), Rdn::escapeValue);
        Optional<String> what = filter.expand(QueryTemplate.Subject.of(key), LdapTable::escape);
        if (where.isEmpty() || what.isEmpty() || key.isEmpty() || !terms.suits(key)) {
            return LookupResult.ABSENT;
        }
        String condition = what.get().startsWith("(") ? what.get() : "(" + what.get() + ")";
        DirContext first = kept.pollFirst();
        try {
            try {
                return search(first, where.get(), condition, key);
            } catch (NamingException failed) {
                if (first == null || !meansLost(failed)) {
                    throw failed;
                }
                dropAll();
                return search(null, where.get(), condition, key);
            }
        } catch (NameNotFoundException e) {
            // a base that depends on the key may well not be there
            return base.isFixed() ? unavailable("search base " + where.get() + " not found") : LookupResult.ABSENT;
        } catch (NamingException e) {
            return unavailable(e);
        }
    }

    /**
     * Returns true if {@code failed} means that the connection was lost. A server's own errors have a class each; the
     * JDK has no class for a connection that closes while a request waits for the reply.
     */
    private static boolean meansLost(NamingException failed) {
        return failed instanceof CommunicationException
                || failed instanceof ServiceUnavailableException
                || failed.getClass() == NamingException.class;
    }

    // the JDK makes objects of entries only when asked for objects, which the controls do not
    @SuppressWarnings("BanJNDI")
    private LookupResult search(DirContext kept, String where, String condition, String key) throws NamingException {
        DirContext context = kept == null ? server.connect() : kept;
        boolean whole = false;
        try {
            QueryTerms.Values values = terms.values(key);
            long began = System.nanoTime();
            NamingEnumeration<SearchResult> entries = context.search(new LdapName(where), condition, controls);
            try {
                collect(entries, values, began);
            } finally {
                entries.close();
            }
            whole = true;
            return values.result();
        } catch (NameNotFoundException e) {
            whole = true;
            throw e;
        } finally {
            if (whole) {
                this.kept.addFirst(context);
                if (isClosed()) {
                    dropAll();
                }
            } else {
                context.close();
            }
        }
    }

    /**
     * Collects the values of all entries within one time limit; the JDK's time limits apply to each entry separately.
     */
    private void collect(NamingEnumeration<SearchResult> entries, QueryTerms.Values values, long began)
            throws NamingException {
        try {
            while (entries.hasMore()) {
                if (System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(controls.getTimeLimit())) {
                    throw new TimeLimitExceededException(
                            "no end of entries in " + controls.getTimeLimit() / 1000 + " s");
                }
                SearchResult entry = entries.next();
                for (String name : controls.getReturningAttributes()) {
                    Attribute attribute = entry.getAttributes().get(name);
                    for (int i = 0; attribute != null && i < attribute.size(); i++) {
                        if (!values.add(text(attribute.get(i)))) {
                            return;
                        }
                    }
                }
            }
        } catch (PartialResultException ignored) {
            // the rest is a referral that we were told not to follow
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] octets ? new String(octets, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** Returns {@code value} escaped for a search filter (RFC 4515, section 3). */
    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ("*()\\".indexOf(c) >= 0 || c < ' ' || c == 0x7f) {
                escaped.append(String.format("\\%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private void dropAll() {
        for (DirContext one = kept.pollFirst(); one != null; one = kept.pollFirst()) {
            try {
                one.close();
            } catch (NamingException ignored) {
                // it was lost already
            }
        }
    }

    @Override
    public void close() {
        super.close();
        dropAll();
        terms.close();
    }
}
