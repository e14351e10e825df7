/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.tls.CipherList;
import org.postchaise.engine.tls.CipherSuite;
import org.postchaise.engine.tls.ProtocolList;

/**
 * TLS versions, cipher suites and server name of a client hello: the part of this Java's versions and suites that the
 * settings allow.
 *
 * @param grades the cipher list by grade
 * @param protocols the TLS versions that this Java has
 * @param suites the cipher suites that this Java has
 */
record TlsOffer(Map<String, String> grades, List<String> protocols, List<CipherSuite> suites) {

    /** Returns the offer of {@code context} with the cipher lists {@code grades}. */
    static TlsOffer of(SSLContext context, Map<String, String> grades) {
        SSLParameters supported = context.getSupportedSSLParameters();
        return new TlsOffer(
                grades,
                Arrays.asList(supported.getProtocols()),
                Arrays.stream(supported.getCipherSuites())
                        .flatMap(name -> CipherSuite.of(name).stream())
                        .toList());
    }

    /**
     * Returns the reasons why no session can begin with {@code settings} whatever the server, a line for each fault,
     * which begins with its parameter. With such settings each session is broken off, as in Postfix.
     */
    static List<String> faults(Settings settings) {
        TlsOffer offer = of(ofSystem(), TlsSettings.grades(settings));
        PolicySettings policy = PolicySettings.from(settings);
        List<String> faults = new ArrayList<>();
        fault(faults, SmtpTls.PROTOCOLS, () -> offer.protocols(policy.optional()));
        fault(faults, SmtpTls.MANDATORY_PROTOCOLS, () -> offer.protocols(policy.mandatory()));
        fault(faults, SmtpTls.CIPHERS, () -> offer.suites(policy.optional()));
        fault(faults, SmtpTls.MANDATORY_CIPHERS, () -> offer.suites(policy.mandatory()));
        fault(faults, SmtpTls.SERVERNAME, () -> serverNames(policy.serverName()));
        return faults;
    }

    private static void fault(List<String> faults, Parameter<?> parameter, Callable<?> choice) {
        try {
            choice.call();
        } catch (IllegalArgumentException e) {
            faults.add("parameter " + parameter.name() + ": " + e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext ofSystem() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * Returns the versions of {@code terms}.
     *
     * @throws IllegalArgumentException for a word that is no version, and where none is left
     */
    String[] protocols(TlsPolicy.Terms terms) {
        List<String> chosen = ProtocolList.choose(terms.protocols(), protocols);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no TLS version is left of " + terms.protocols());
        }
        return chosen.toArray(String[]::new);
    }

    /**
     * Returns the cipher suites of {@code terms}; suites of TLS 1.3 are always included.
     *
     * @throws IllegalArgumentException for an unknown grade, and where no suite of older versions is left
     */
    String[] suites(TlsPolicy.Terms terms) {
        String list = grades.get(terms.grade().toLowerCase(Locale.ROOT));
        if (list == null) {
            throw new IllegalArgumentException("\"" + terms.grade() + "\" is no cipher grade");
        }
        StringBuilder all = new StringBuilder(list);
        terms.exclusions().stream()
                .flatMap(words -> Arrays.stream(words.split("[:,;\\s]+", -1)))
                .filter(word -> !word.isEmpty())
                .forEach(word -> all.append(":!").append(word));
        List<CipherSuite> chosen = CipherList.choose(all.toString(), suites);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no cipher is left of " + all);
        }
        return Stream.concat(suites.stream().filter(CipherSuite::isModern), chosen.stream())
                .map(CipherSuite::name)
                .toArray(String[]::new);
    }

    /**
     * Returns the server name of RFC 6066 section 3; none for an empty name.
     *
     * @throws IllegalArgumentException for a text that can't be a host name
     */
    static List<SNIServerName> serverNames(String name) {
        try {
            return name.isEmpty() ? List.of() : List.of(new SNIHostName(Idna.IDNA2008.toAscii(name)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" can't be sent as a server name; expected a host name", e);
        }
    }
}
