/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns.dnsjava;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsRecord.Origin;
import org.postchaise.engine.dns.RecordType;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/** The conversion of dnsjava's records to {@link DnsRecord}. */
final class RecordReader {
    private RecordReader() {}

    static DnsRecord read(Record record, String asked, boolean secure) {
        Origin origin = new Origin(asked, text(record.getName()), record.getTTL(), secure);
        if (record instanceof ARecord a) {
            return address(origin, a.getAddress());
        }
        if (record instanceof AAAARecord aaaa) {
            return address(origin, aaaa.getAddress());
        }
        if (record instanceof MXRecord mx) {
            return new DnsRecord.Mx(origin, mx.getPriority(), target(mx));
        }
        if (record instanceof SRVRecord srv) {
            return new DnsRecord.Srv(origin, srv.getPriority(), srv.getWeight(), srv.getPort(), target(srv));
        }
        if (record instanceof TXTRecord txt) {
            return new DnsRecord.Txt(origin, strings(txt));
        }
        if (record instanceof TLSARecord tlsa) {
            return new DnsRecord.Tlsa(
                    origin,
                    tlsa.getCertificateUsage(),
                    tlsa.getSelector(),
                    tlsa.getMatchingType(),
                    HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
        }
        RecordType type = record instanceof PTRRecord
                ? RecordType.PTR
                : record instanceof CNAMERecord ? RecordType.CNAME : RecordType.NS;
        return new DnsRecord.Pointer(origin, type, target(record));
    }

    /** Returns an address record whose address is without the host name that dnsjava stores in addresses. */
    private static DnsRecord address(Origin origin, InetAddress named) {
        try {
            return new DnsRecord.Address(origin, InetAddress.getByAddress(named.getAddress()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    /** Returns true if the record says that the service is not offered: its target is the root. */
    static boolean isNull(Record record) {
        return (record instanceof MXRecord mx && mx.getTarget().equals(Name.root))
                || (record instanceof SRVRecord srv && srv.getTarget().equals(Name.root));
    }

    /** Returns the target host of the record; empty for a type without a target. */
    static String target(Record record) {
        if (record instanceof MXRecord mx) {
            return text(mx.getTarget());
        }
        if (record instanceof SRVRecord srv) {
            return text(srv.getTarget());
        }
        if (record instanceof PTRRecord ptr) {
            return text(ptr.getTarget());
        }
        if (record instanceof CNAMERecord cname) {
            return text(cname.getTarget());
        }
        if (record instanceof NSRecord ns) {
            return text(ns.getTarget());
        }
        return "";
    }

    /** Returns the name without the final dot; octets that are not valid in host names are written {@code \DDD}. */
    static String text(Name name) {
        return name.toString(true);
    }

    private static String strings(TXTRecord txt) {
        return txt.getStringsAsByteArrays().stream()
                .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining())
                .replaceAll("[^\\x20-\\x7e]", " ");
    }
}
