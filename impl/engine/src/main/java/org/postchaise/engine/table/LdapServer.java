/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** The directory servers of an ldap table and the credentials of the bind, by the JDK's LDAP provider. */
final class LdapServer {
    static final Set<String> PARAMETERS = Set.of(
            "server_host",
            "server_port",
            "timeout",
            "bind",
            "bind_dn",
            "bind_pw",
            "version",
            "dereference",
            "chase_referrals");

    private static final List<String> NOT_THERE =
            List.of("special_result_attribute", "terminal_result_attribute", "leaf_result_attribute");

    /** The form of a host or URL whose address is 0.0.0.0 or ::. */
    private static final Pattern ZEROS =
            Pattern.compile("(?<before>(?:ldaps?://)?)(?<address>0\\.0\\.0\\.0|\\[[0:]+])(?<after>(?:[:/].*)?)");

    private final Map<String, String> environment;

    private LdapServer(Map<String, String> environment) {
        this.environment = environment;
    }

    static LdapServer read(String table, TableFile file) throws TableException {
        for (String name : NOT_THERE) {
            if (file.has(name)) {
                throw new TableException("table " + table + ": " + name + " is not implemented");
            }
        }
        if (file.text("start_tls", "no").equalsIgnoreCase("yes")) {
            throw new TableException("table " + table + ": start_tls is not implemented; use an ldaps:// URL");
        }
        String milliseconds = Integer.toString(file.number("timeout", 10, 1) * 1000);
        Map<String, String> environment = new HashMap<>(Map.of(
                Context.INITIAL_CONTEXT_FACTORY,
                "com.sun.jndi.ldap.LdapCtxFactory",
                Context.PROVIDER_URL,
                urls(table, file),
                Context.REFERRAL,
                yes(table, file, "chase_referrals") ? "follow" : "ignore",
                "java.naming.ldap.version",
                "3",
                "java.naming.ldap.derefAliases",
                dereference(table, file),
                "com.sun.jndi.ldap.connect.timeout",
                milliseconds,
                "com.sun.jndi.ldap.read.timeout",
                milliseconds));
        switch (file.text("bind", "yes").toLowerCase(Locale.ROOT)) {
            case "no", "none" -> environment.put(Context.SECURITY_AUTHENTICATION, "none");
            case "yes", "simple" -> {
                // without a name it is the anonymous bind, as in Postfix
                environment.put(Context.SECURITY_AUTHENTICATION, file.has("bind_dn") ? "simple" : "none");
                environment.put(Context.SECURITY_PRINCIPAL, file.text("bind_dn", ""));
                environment.put(Context.SECURITY_CREDENTIALS, file.text("bind_pw", ""));
            }
            default ->
                throw new TableException(
                        "table " + table + ": bind = " + file.text("bind", "") + "; expected yes, simple, no or none");
        }
        return new LdapServer(environment);
    }

    private static String urls(String table, TableFile file) throws TableException {
        int port = file.number("server_port", 389, 1);
        StringJoiner urls = new StringJoiner(" ");
        for (String text : file.text("server_host", "localhost").strip().split("[,\\s]+", -1)) {
            String host = reachable(text);
            if (host.startsWith("ldap://") || host.startsWith("ldaps://")) {
                urls.add(host);
            } else if (host.contains("://")) {
                throw new TableException("table " + table + ": server_host " + host + "; expected host, host:port,"
                        + " ldap://host:port or ldaps://host:port");
            } else {
                urls.add("ldap://" + host + (host.matches(".*[^:\\]]:\\d+|\\[.*]:\\d+") ? "" : ":" + port));
            }
        }
        return urls.toString();
    }

    /**
     * Returns {@code host} with an address of zeros replaced by loopback. Operating systems take an address of zeros
     * for loopback, but the JDK's sockets resolve an address of zeros by the name of this host.
     */
    private static String reachable(String host) {
        Matcher zeros = ZEROS.matcher(host);
        if (!zeros.matches()) {
            return host;
        }
        return zeros.group("before")
                + (zeros.group("address").startsWith("[") ? "[::1]" : "127.0.0.1")
                + zeros.group("after");
    }

    private static boolean yes(String table, TableFile file, String name) throws TableException {
        return switch (file.text(name, "0").toLowerCase(Locale.ROOT)) {
            case "1", "yes" -> true;
            case "0", "no" -> false;
            default ->
                throw new TableException(
                        "table " + table + ": " + name + " = " + file.text(name, "") + "; expected 0, 1, yes or no");
        };
    }

    private static String dereference(String table, TableFile file) throws TableException {
        List<String> words = List.of("never", "searching", "finding", "always");
        int number = file.number("dereference", 0, 0);
        if (number >= words.size()) {
            throw new TableException("table " + table + ": dereference = " + number + "; expected 0 to 3");
        }
        return words.get(number);
    }

    /** Returns a new connection, with the bind done. */
    @SuppressWarnings("JdkObsolete") // JNDI takes nothing else
    DirContext connect() throws NamingException {
        return new InitialDirContext(new Hashtable<>(environment));
    }
}
