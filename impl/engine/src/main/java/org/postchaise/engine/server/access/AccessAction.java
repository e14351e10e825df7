/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.StatusText;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.Verdict;

/**
 * The actions in tables of access(5): OK, DUNNO, REJECT, DEFER, reply codes, the two deferrals, INFO, WARN, restrictions. Actions on a
 * message, such as HOLD, refuse the request with 451 4.3.5. Thread-safe.
 */
final class AccessAction {
    private static final Pattern CODE =
            Pattern.compile("([45]\\d\\d)(?:\\s+([45]\\.\\d{1,3}\\.\\d{1,3}))?(?:\\s+(.*))?");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final String DENIED = "Access denied";
    private static final String UNAVAILABLE = "Service unavailable";
    private static final int DEFERRED = 450;

    private final int rejectCode;
    private final int deferCode;
    private final Function<List<String>, RestrictionList> restrictions;
    private final Consumer<String> log;

    /**
     * Creates the actions.
     *
     * @param restrictions makes the list of restrictions that an action names
     * @param log takes records of INFO and WARN
     */
    AccessAction(Settings settings, Function<List<String>, RestrictionList> restrictions, Consumer<String> log) {
        this.rejectCode = settings.get(ServerAccess.ACCESS_MAP_REJECT_CODE).intValue();
        this.deferCode = settings.get(ServerAccess.ACCESS_MAP_DEFER_CODE).intValue();
        this.restrictions = restrictions;
        this.log = log;
    }

    /**
     * Returns the verdict of an action.
     *
     * @param value the value of the table
     * @param request the request as the list judges it
     * @param subject the request with what was found in the table as its subject
     */
    Verdict verdict(String value, AccessRequest request, AccessRequest subject) throws LookupFailureException {
        String[] words = value.split("[ \t]+", 2);
        String text = words.length > 1 ? words[1] : "";
        if (DIGITS.matcher(words[0]).matches()
                && text.isEmpty()
                && !CODE.matcher(value).matches()) {
            return Verdict.PERMIT;
        }
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "OK", "RELAY" -> Verdict.PERMIT;
            case "DUNNO" -> Verdict.DUNNO;
            case "REJECT" -> rejected(rejectCode, "5.7.1", text, DENIED, subject);
            case "DEFER" -> rejected(deferCode, "4.7.1", text, DENIED, subject);
            case "DEFER_IF_PERMIT" -> {
                request.deferrals().deferIfPermit(rejected(DEFERRED, "4.7.1", text, UNAVAILABLE, subject));
                yield Verdict.DUNNO;
            }
            case "DEFER_IF_REJECT" -> {
                request.deferrals().deferIfReject(rejected(DEFERRED, "4.7.1", text, UNAVAILABLE, subject));
                yield Verdict.DUNNO;
            }
            case "INFO", "WARN" -> {
                boolean warning = words[0].equalsIgnoreCase("WARN");
                log.accept(subject.logLine(
                        warning ? "warn" : "info", subject.stage().subject() + " " + text));
                yield Verdict.DUNNO;
            }
            default -> {
                Optional<Verdict> coded = coded(value, subject);
                yield coded.isPresent() ? coded.get() : listed(value, request);
            }
        };
    }

    /** Returns the verdict of the restrictions that {@code value} names, which may look up the same table again. */
    private Verdict listed(String value, AccessRequest request) {
        Optional<AccessRequest> nested = request.nested();
        if (nested.isEmpty()) {
            log.accept("warning: access table entry " + value + " causes unreasonable recursion");
            return new Verdict.Reject(configurationError(), Verdict.Kind.SOFTWARE);
        }
        return restrictions.apply(List.of(value.split("[ \t,]+", -1))).judge(nested.get());
    }

    private static Optional<Verdict> coded(String value, AccessRequest subject) {
        Matcher matcher = CODE.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String code = matcher.group(1);
        String status = matcher.group(2) == null ? code.charAt(0) + ".7.1" : matcher.group(2);
        String text = matcher.group(3) == null ? DENIED : matcher.group(3);
        return Optional.of(subject.rejected(Integer.parseInt(code), status, text));
    }

    /** Returns a rejection with the status at the start of the text, if there is one. */
    private static Verdict.Reject rejected(int code, String status, String text, String usual, AccessRequest subject) {
        StatusText told = StatusText.of(text, status, usual);
        return subject.rejected(code, told.status(), told.text());
    }

    /** Returns the reply about a mistake in the settings. */
    static ServerReply configurationError() {
        return ServerReply.of(451, "4.3.5", "Server configuration error");
    }
}
