/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** A resource record of a DNS answer. */
public sealed interface DnsRecord {

    /**
     * The origin of a record.
     *
     * @param asked the name in the query, without the final dot
     * @param name the owner name of the record: different from the name in the query after an alias (CNAME)
     * @param ttl the time to live of the record, in seconds
     * @param secure true if the resolver validated the record and every alias before the record (DNSSEC, AD bit)
     */
    record Origin(String asked, String name, long ttl, boolean secure) {}

    /**
     * An A or AAAA record.
     *
     * @param origin the origin of the record
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
     * An MX record.
     *
     * @param origin the origin of the record
     * @param preference the preference, 0 to 65535; the lowest is tried first
     * @param host the mail exchanger
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
     * An SRV record (RFC 2782).
     *
     * @param origin the origin of the record
     * @param priority the priority, 0 to 65535; the lowest is tried first
     * @param weight the share among records of equal priority
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
     * A TXT record. Its strings are joined, and each character that is not printable ASCII becomes a space.
     *
     * @param origin the origin of the record
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
     * A TLSA record (RFC 6698).
     *
     * @param origin the origin of the record
     * @param usage the certificate usage
     * @param selector the selector: the part of the certificate to match
     * @param matching the matching type
     * @param association the certificate association data, in lower-case hexadecimal digits
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

        /** Returns the certificate association data as octets. */
        public byte[] octets() {
            return HexFormat.of().parseHex(association);
        }
    }

    /**
     * A PTR, NS or CNAME record, whose data is a name.
     *
     * @param origin the origin of the record
     * @param type PTR, NS or CNAME
     * @param host the name
     */
    record Pointer(Origin origin, RecordType type, String host) implements DnsRecord {
        @Override
        public String data() {
            return host + ".";
        }
    }

    /** Returns the origin of the record. */
    Origin origin();

    /** Returns the type of the record. */
    RecordType type();

    /** Returns the data of the record in the form of a zone file. */
    String data();

    /** Returns the record in the form of a zone file, which {@code smtp_dns_reply_filter} matches. */
    default String text() {
        return origin().name() + ". " + origin().ttl() + " IN " + type() + " " + data();
    }
}
