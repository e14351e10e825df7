/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;

/**
 * The reference identifiers of a server, names of which its certificate must have one (RFC 6125, TLS_README "match").
 * The common name counts only if the certificate has no alternative names of type DNS; a star stands for one whole
 * label, the first. A name that begins with a dot matches any host below that domain.
 *
 * @param hosts the host names, in lower case and ASCII
 * @param addresses the IP addresses, of which the certificate must have one in addition, as with OpenSSL
 */
public record PeerNames(List<String> hosts, List<InetAddress> addresses) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Creates names with copies of the lists. */
    public PeerNames {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
    }

    /** Returns the name of a single host. */
    static PeerNames ofHost(String name) {
        return new PeerNames(List.of(ascii(name)), List.of());
    }

    /** Returns true if {@code leaf} has alternative names of type DNS. */
    static boolean hasAlternatives(X509Certificate leaf) {
        return !alternatives(leaf, DNS_NAME).isEmpty();
    }

    /** Returns {@code name}, which may begin with a dot, in A-labels and in lower case. */
    public static String ascii(String name) {
        boolean dotted = name.startsWith(".");
        return (dotted ? "." : "")
                + Idna.IDNA2008.toAscii(dotted ? name.substring(1) : name).toLowerCase(Locale.ROOT);
    }

    /** Returns true if {@code leaf} has one of these names; false if there is no name to look for. */
    public boolean match(X509Certificate leaf) {
        if (hosts.isEmpty() && addresses.isEmpty()) {
            return false;
        }
        List<String> names = alternatives(leaf, DNS_NAME);
        List<String> candidates = names.isEmpty() ? commonNames(leaf) : names;
        boolean host = hosts.isEmpty()
                || hosts.stream().anyMatch(wanted -> candidates.stream().anyMatch(name -> matches(wanted, name)));
        return host
                && (addresses.isEmpty()
                        || alternatives(leaf, IP_ADDRESS).stream()
                                .flatMap(text -> HostName.address(text).stream())
                                .anyMatch(addresses::contains));
    }

    /** Returns all names and addresses as text. */
    public List<String> texts() {
        return Stream.concat(hosts.stream(), addresses.stream().map(HostName::text))
                .toList();
    }

    private static boolean matches(String wanted, String given) {
        String name = given.toLowerCase(Locale.ROOT);
        if (wanted.startsWith(".")) {
            return name.length() > wanted.length() && name.endsWith(wanted);
        }
        if (!name.startsWith("*.")) {
            return name.equals(wanted);
        }
        String rest = name.substring(1);
        int label = wanted.indexOf('.');
        // a star below a top-level domain would stand for half the world
        return rest.indexOf('.', 1) > 0 && label > 0 && wanted.substring(label).equals(rest);
    }

    private static List<String> alternatives(X509Certificate leaf, int type) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> all = leaf.getSubjectAlternativeNames();
            if (all != null) {
                all.stream()
                        .filter(one -> one.get(0).equals(type) && one.get(1) instanceof String)
                        .forEach(one -> found.add((String) one.get(1)));
            }
        } catch (CertificateParsingException e) {
            // names that can't be read match nothing; and they hide the common name
            found.add("");
        }
        return found;
    }

    /** Returns the values of CN in the subject, unchanged. */
    private static List<String> commonNames(X509Certificate leaf) {
        try {
            return new LdapName(leaf.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}
