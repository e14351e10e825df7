/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** One record of an answer. */
public sealed interface DnsRecord {

    /**
     * Where a record comes from.
     *
     * @param asked the name that was asked for, without the final dot
     * @param name the name that has the record: another one when an alias (CNAME) led to it
     * @param ttl how long the record may be kept, in seconds
     * @param secure whether the resolver vouches for it and for every alias before it (DNSSEC, AD bit)
     */
    record Origin(String asked, String name, long ttl, boolean secure) {}

    /**
     * A or AAAA.
     *
     * @param origin where it comes from
     * @param address the address
     */
    record Address(Origin origin, InetAddress address) implements DnsRecord {
        @Override
        public RecordType type() {
            return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        }

        @Override
        public String data() {
            return HostName.text(address);
        }
    }

    /**
     * MX.
     *
     * @param origin where it comes from
     * @param preference 0 to 65535; the least is tried first
     * @param host the exchanger
     */
    record Mx(Origin origin, int preference, String host) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.MX;
        }

        @Override
        public String data() {
            return preference + " " + host + ".";
        }
    }

    /**
     * SRV (RFC 2782).
     *
     * @param origin where it comes from
     * @param priority 0 to 65535; the least is tried first
     * @param weight the share among those of equal priority
     * @param port the port of the service
     * @param host the server
     */
    record Srv(Origin origin, int priority, int weight, int port, String host) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.SRV;
        }

        @Override
        public String data() {
            return priority + " " + weight + " " + port + " " + host + ".";
        }
    }

    /**
     * TXT: its strings put together; what is not printable ASCII is a space.
     *
     * @param origin where it comes from
     * @param value the text
     */
    record Txt(Origin origin, String value) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.TXT;
        }

        @Override
        public String data() {
            return value;
        }
    }

    /**
     * TLSA (RFC 6698).
     *
     * @param origin where it comes from
     * @param usage certificate usage
     * @param selector which part of the certificate
     * @param matching how it is compared
     * @param association what it is compared with, in hexadecimal digits of lower case
     */
    record Tlsa(Origin origin, int usage, int selector, int matching, String association) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.TLSA;
        }

        @Override
        public String data() {
            return usage + " " + selector + " " + matching + " " + association;
        }

        /** The association as octets. */
        public byte[] octets() {
            return HexFormat.of().parseHex(association);
        }
    }

    /**
     * PTR, NS or CNAME: a name.
     *
     * @param origin where it comes from
     * @param type PTR, NS or CNAME
     * @param host the name
     */
    record Pointer(Origin origin, RecordType type, String host) implements DnsRecord {
        @Override
        public String data() {
            return host + ".";
        }
    }

    /** Where it comes from. */
    Origin origin();

    /** Its type. */
    RecordType type();

    /** Its data as in a zone file. */
    String data();

    /** The record as in a zone file, the form that {@code smtp_dns_reply_filter} matches. */
    default String text() {
        return origin().name() + ". " + origin().ttl() + " IN " + type() + " " + data();
    }
}
