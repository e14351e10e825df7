/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.RecipientTables;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.Verdict;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/** The restrictions without an argument, by their names: one row each. */
final class StandardRestrictions {
    private static final int HUNDRED = 100;
    private static final int DEFERRED = 450;
    private static final int IMPROPER = 503;

    private StandardRestrictions() {}

    /**
     * Returns the restrictions that {@code settings} define.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table of {@code mynetworks} can't be used
     */
    static Map<String, Restriction> of(
            Settings settings, TableRegistry tables, Resolver resolver, RecipientTables recipients) {
        Map<String, Restriction> all = new HashMap<>(generic(settings));
        all.putAll(ofClients(settings, tables.matchList(settings, Routing.MYNETWORKS)));
        all.putAll(ofAddresses(settings, resolver, recipients));
        return Map.copyOf(all);
    }

    private static Map<String, Restriction> generic(Settings settings) {
        int rejected = settings.get(ServerAccess.REJECT_CODE).intValue();
        int deferred = settings.get(ServerAccess.DEFER_CODE).intValue();
        return Map.ofEntries(
                entry("permit", request -> Verdict.PERMIT),
                entry("reject", request -> request.rejected(rejected, "5.7.1", "Access denied")),
                entry("defer", request -> request.rejected(deferred, "4.3.2", "Try again later")),
                entry("defer_if_permit", request -> {
                    request.deferrals().deferIfPermit(request.rejected(DEFERRED, "4.7.0", "defer_if_permit requested"));
                    return Verdict.DUNNO;
                }),
                entry("defer_if_reject", request -> {
                    request.deferrals().deferIfReject(request.rejected(DEFERRED, "4.7.0", "defer_if_reject requested"));
                    return Verdict.DUNNO;
                }));
    }

    private static Map<String, Restriction> ofClients(Settings settings, MatchList networks) {
        int plaintext = AccessRequest.refusing(
                settings.get(ServerAccess.PLAINTEXT_REJECT_CODE).intValue());
        ServerReply unencrypted =
                ServerReply.of(plaintext, plaintext / HUNDRED + ".7.1", "Session encryption is required");
        return Map.ofEntries(
                entry("permit_mynetworks", request -> permitted(isTrusted(request, networks))),
                entry(
                        "permit_sasl_authenticated",
                        request -> permitted(request.session().sasl().isPresent())),
                entry(
                        "reject_plaintext_session",
                        request -> request.session().tls().isPresent()
                                ? Verdict.DUNNO
                                : new Verdict.Reject(unencrypted, Verdict.Kind.POLICY)),
                entry(
                        "reject_unauth_pipelining",
                        request -> request.session().pipelinedUnasked() ? pipelined(request) : Verdict.DUNNO));
    }

    private static Map<String, Restriction> ofAddresses(
            Settings settings, Resolver resolver, RecipientTables recipients) {
        int relay = settings.get(ServerAccess.RELAY_DOMAINS_REJECT_CODE).intValue();
        int multiple =
                settings.get(ServerAccess.MULTI_RECIPIENT_BOUNCE_REJECT_CODE).intValue();
        boolean routes = settings.get(ServerAccess.ALLOW_UNTRUSTED_ROUTING);
        return Map.ofEntries(
                entry("permit_auth_destination", UnauthorizedDestination.permitting(resolver, routes)),
                entry("reject_unauth_destination", UnauthorizedDestination.rejecting(resolver, routes, relay)),
                entry("defer_unauth_destination", UnauthorizedDestination.rejecting(resolver, routes, relay - HUNDRED)),
                entry("reject_unlisted_recipient", Unlisted.recipient(resolver, recipients)),
                entry("check_recipient_maps", Unlisted.recipient(resolver, recipients)),
                entry("reject_unlisted_sender", Unlisted.sender(resolver, recipients)),
                entry("reject_multi_recipient_bounce", request -> multiRecipientBounce(request, multiple)));
    }

    private static Verdict pipelined(AccessRequest request) {
        String text = request.stage().subject() + " rejected: Improper use of SMTP command pipelining";
        return new Verdict.Reject(request.reply(IMPROPER, "5.5.0", text), Verdict.Kind.PROTOCOL);
    }

    private static Verdict permitted(boolean permitted) {
        return permitted ? Verdict.PERMIT : Verdict.DUNNO;
    }

    private static boolean isTrusted(AccessRequest request, MatchList networks) throws LookupFailureException {
        ClientIdentity client = request.session().client();
        MatchList.Result result = networks.find(client.name(), client.address());
        if (result instanceof MatchList.Result.Unavailable unavailable) {
            throw new LookupFailureException(networks + ": " + unavailable.cause());
        }
        return result instanceof MatchList.Result.Match;
    }

    /** Rejects mail of the null sender to more than one recipient, at DATA or at the end of the content. */
    private static Verdict multiRecipientBounce(AccessRequest request, int code) {
        boolean bounce = request.sender().equals(Optional.of(""));
        int others = request.stage() == Stage.RECIPIENT ? 0 : 1;
        return bounce && request.session().recipients().size() > others
                ? request.rejected(code, "5.5.3", "Multi-recipient bounce")
                : Verdict.DUNNO;
    }
}
