/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Delivery;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.domain.Interfaces;
import org.postchaise.engine.table.TableRegistry;

/**
 * The resolver from an address to its class and its transport, as trivial-rewrite(8) does it. A domain of this system is taken off, and
 * what is left is looked at again: {@code user%domain@here}, {@code domain!user@here} and {@code "user@domain"@here} are addresses in
 * {@code domain}. Thread-safe.
 */
public final class Resolver {
    private final OwnDomains domains;
    private final TransportChoice transports;
    private final Syntax syntax;
    private final String hostName;
    private final String emptyRecipient;

    /** The settings about the syntax of addresses. */
    private record Syntax(
            boolean percentHack, boolean bangPath, boolean nullDomain, boolean numericDomain, boolean dequoted) {
        Syntax(Settings settings) {
            this(
                    settings.get(Routing.ALLOW_PERCENT_HACK),
                    settings.get(Routing.SWAP_BANGPATH),
                    settings.get(ServerSession.RESOLVE_NULL_DOMAIN),
                    settings.get(Routing.RESOLVE_NUMERIC_DOMAIN),
                    settings.get(Routing.RESOLVE_DEQUOTED_ADDRESS));
        }
    }

    /** A local part, and the domain that has been found so far. */
    private record Split(String local, Optional<String> domain, boolean foreign) {
        String address(String otherwise) {
            return local + "@" + domain.filter(found -> !found.isEmpty()).orElse(otherwise);
        }
    }

    private Resolver(Settings settings, TableRegistry tables, OwnDomains domains) {
        this.domains = domains;
        this.transports = new TransportChoice(settings, tables, domains);
        this.syntax = new Syntax(settings);
        this.hostName = settings.get(SmtpClient.MYHOSTNAME);
        this.emptyRecipient = settings.get(Delivery.EMPTY_ADDRESS_RECIPIENT);
    }

    /**
     * Creates the resolver that {@code settings} define.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table or a list can't be used
     */
    public static Resolver from(Settings settings, TableRegistry tables, HostResolver hosts) {
        return new Resolver(settings, tables, new OwnDomains(settings, tables, Interfaces.from(settings, hosts)));
    }

    /** Returns the lists of domains. */
    OwnDomains domains() {
        return domains;
    }

    /** Returns true if {@code address}, an IP address as text, is one of this system ({@code inet_interfaces}, {@code proxy_interfaces}). */
    public boolean isOwnAddress(String address) {
        return domains.isOwnAddress(address);
    }

    /**
     * Resolves an address.
     *
     * @param sender the sender of the mail, in internal form; empty for the null sender
     * @param address the address in internal form, without quotes
     */
    public ResolvedAddress resolve(String sender, String address) throws LookupFailureException {
        Split split = split(address.isEmpty() ? emptyRecipient : address);
        if (split.local().isEmpty() && !split.foreign()) {
            split = new Split(emptyRecipient, split.domain(), false);
        }
        boolean routed = split.local().chars().anyMatch(c -> c == '@' || c == '%' || c == '!');
        if (!split.foreign()) {
            boolean valid = syntax.nullDomain() || !split.domain().equals(Optional.of(""));
            String resolved = valid ? split.address(hostName) : split.local() + "@";
            AddressClass type = valid ? AddressClass.LOCAL : AddressClass.REMOTE;
            return new ResolvedAddress(resolved, type, routed, valid, transports.of(sender, resolved, type));
        }
        String domain = split.domain().orElseThrow();
        String resolved = split.address(hostName);
        AddressClass type = domains.classOf(domain);
        return new ResolvedAddress(
                resolved, type, routed, isValidDomain(domain), transports.of(sender, resolved, type));
    }

    /**
     * Returns true if the domain of {@code address}, which is in internal form, can be one; an address without a domain is valid.
     *
     * @param utf8 true if the domain may hold UTF-8
     */
    public boolean isValid(String address, boolean utf8) throws LookupFailureException {
        Split split = split(address);
        if (!split.foreign()) {
            return syntax.nullDomain() || !split.domain().equals(Optional.of(""));
        }
        String domain = split.domain().orElseThrow();
        return isValidDomain(domain) && (utf8 || domain.chars().allMatch(c -> c < 0x80));
    }

    private boolean isValidDomain(String domain) {
        if (domain.startsWith("[")) {
            return OwnDomains.isLiteral(domain)
                    || (syntax.numericDomain()
                            && HostName.address(HostName.bare(domain)).isPresent());
        }
        return HostName.isConcrete(Idna.IDNA2008.toAscii(domain));
    }

    /** Takes the domains of this system off, and follows the routes that this leaves. */
    private Split split(String address) throws LookupFailureException {
        Split split = new Split(address, Optional.empty(), false);
        while (true) {
            String local = withoutRoute(split.local());
            int at = local.lastIndexOf('@');
            if (at >= 0) {
                String domain = domain(local.substring(at + 1));
                boolean own = domain.isEmpty() || domains.isLocal(domain);
                split = new Split(local.substring(0, at), Optional.of(domain), !own);
                if (!own || isOpaque(split)) {
                    return split;
                }
                continue;
            }
            Optional<String> route = route(local, syntax.bangPath(), syntax.percentHack());
            if (route.isEmpty()) {
                return new Split(local, split.domain(), false);
            }
            split = new Split(route.get(), split.domain(), false);
        }
    }

    /** Returns {@code local} without a source route before it: {@code @a,@b:user}. */
    private static String withoutRoute(String local) {
        return local.startsWith("@") ? local.substring(local.indexOf(':') + 1) : local;
    }

    /** Returns true if what is left is the text of a quoted local part, and such text is not looked at. */
    private boolean isOpaque(Split split) {
        return !syntax.dequoted() && AddressList.written(split.local() + "@").startsWith("\"");
    }

    private String domain(String text) {
        boolean dotted = text.length() > 1 && text.endsWith(".") && !text.endsWith("..");
        String domain = dotted ? text.substring(0, text.length() - 1) : text;
        return syntax.numericDomain() && HostName.address(domain).isPresent() ? "[" + domain + "]" : domain;
    }

    /** Returns {@code domain!user} or {@code user%domain} as {@code user@domain}; empty for other text. */
    static Optional<String> route(String local, boolean bangPath, boolean percentHack) {
        int bang = bangPath ? local.indexOf('!') : -1;
        if (bang >= 0) {
            return Optional.of(local.substring(bang + 1) + "@" + local.substring(0, bang));
        }
        int percent = percentHack ? local.lastIndexOf('%') : -1;
        return percent < 0
                ? Optional.empty()
                : Optional.of(local.substring(0, percent) + "@" + local.substring(percent + 1));
    }
}
