/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/**
 * The parameters of name servers, which are this product's own: Postfix uses the name servers of resolv.conf(5) through
 * a C library that may be unavailable to Java.
 */
public final class NameLookup {
    /** The recursive name servers ({@code dns_name_servers}). */
    public static final Parameter<List<String>> NAME_SERVERS = Parameter.implemented(
            "dns_name_servers",
            Grammars.list(),
            "",
            Scope.ADAPTER,
            "The recursive name servers, each as address, address:port or [address]:port; empty: those of /etc/resolv.conf.");

    /** The time limit for the reply of one name server ({@code dns_query_timeout}). */
    public static final Parameter<Duration> TIMEOUT = Parameter.implemented(
            "dns_query_timeout",
            Grammars.time("s", Duration.ZERO),
            "0s",
            Scope.ADAPTER,
            "Time limit for the reply of one name server; 0: the value of /etc/resolv.conf, or 5 seconds.");

    /** The number of passes through the list of name servers ({@code dns_query_attempts}). */
    public static final Parameter<Long> ATTEMPTS = Parameter.implemented(
            "dns_query_attempts",
            Grammars.integer(0, 10),
            "0",
            Scope.ADAPTER,
            "The number of passes through the list of name servers; 0: the value of /etc/resolv.conf, or 2.");

    /** The file with trust anchors for local DNSSEC validation ({@code dnssec_trust_anchor_file}). */
    public static final Parameter<String> TRUST_ANCHOR_FILE = Parameter.implemented(
            "dnssec_trust_anchor_file",
            Grammars.text("a file name, or nothing"),
            "",
            Scope.ADAPTER,
            "A file of DS or DNSKEY records from which DNSSEC is validated here; empty: the name servers are trusted to do it (AD bit).");

    private NameLookup() {}

    static List<Parameter<?>> rows() {
        return List.of(NAME_SERVERS, TIMEOUT, ATTEMPTS, TRUST_ANCHOR_FILE);
    }
}
