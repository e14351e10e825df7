/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The subject of a delivery failure, derived from the enhanced status (RFC 3463) and the server's text. More than half of all permanent
 * failures do not concern the address: only {@link #ADDRESS} means that no mail will ever arrive there.
 */
public enum FailureKind {
    /** A nonexistent address or domain. */
    ADDRESS,
    /** An existing mailbox that accepts no mail at present: full, disabled or suspended. */
    MAILBOX,
    /** A policy of the server that the sender does not meet: authentication (SPF, DKIM, DMARC), a permission, a rate limit, a route. */
    POLICY,
    /** A refused message: spam, a virus, its size or its format. */
    CONTENT,
    /** A refused sender address or network: a block list, complaints. */
    REPUTATION,
    /** No known subject, or a failure on the client's side or in the network. */
    UNKNOWN;

    /** The maximum number of characters of a text that is examined. */
    private static final int LONGEST = 2000;

    /**
     * The parts of a text that are removed before the rules apply: host names and addresses, whose words are not evidence, and the command
     * to which a reply belongs.
     */
    private static final Pattern NAMES = Pattern.compile(
            "^(?:host|server) \\S+ (?:refused to talk to me|said): |<[^<>\\s]*>|[^\\s<>]+@[^\\s<>]+|\\(in reply to .*\\)$");

    private record Rule(FailureKind kind, Pattern words) {
        static Rule of(FailureKind kind, String words) {
            return new Rule(kind, Pattern.compile(words, Pattern.CASE_INSENSITIVE));
        }
    }

    /**
     * The rules in order of precedence. Rules about the sender come before rules about the recipient, since a text about the sender may
     * name a recipient too.
     */
    private static final List<Rule> RULES = List.of(
            Rule.of(
                    REPUTATION,
                    "spamhaus|spamcop|sorbs|barracuda(?:central|networks\\.com/reput)|block[ -]?list|black[ -]?list|deny ?list|\\bd?n?s?rbl\\b"
                            + "|\\bdnsbl\\b|blocked using|blocked by .{0,20}\\.(?:org|net|com)\\b|reputation|\\[?TS[SA]?0\\d]?|\\bS31[45]0\\b"
                            + "|banned (?:sending )?(?:ip|sender)|user complaints|unusual rate of unsolicited|bad ip\\b"
                            + "|(?:your|this|from|sending|source|client) ip.{0,60}(?:block|ban|list|reject|denied|spam)"
                            + "|not accepted from this ip|client host .{0,60}blocked|messages from .{0,60}weren.t sent"
                            + "|5\\.7\\.(?:60[6-9]|6[1-4]\\d|511|70[58])\\b|suspicious ip|spam source|too much spam|(?:ip|host|network) .{0,30}blocked"),
            Rule.of(
                    POLICY,
                    "\\bspf\\b|\\bdkim\\b|\\bdmarc\\b|unauthenticated|not authenticated|authentication required|sender .{0,40}(?:reject|denied|verif|unknown|invalid|not |domain)"
                            + "|(?:verify|invalid|unknown|bad) sender|mail from .{0,40}(?:reject|denied)|backscatter|address is suppressed|gr[ae]y-?list|relay(?:ing)?\\b"
                            + "|reverse dns|\\brdns\\b|\\bptr\\b|reverse hostname|helo|starttls|rate[ -]limit|too (?:many|quickly|fast|frequent)"),
            Rule.of(
                    CONTENT,
                    "\\bspam|virus|malware|phish|unsolicited|\\bjunk\\b|bulk (?:e-?)?mail|potential security issue|content.{0,30}(?:reject|filter|denied|block|not |unaccept|prohibit|violat)"
                            + "|(?:reject|block|denied|refus|because)\\S* .{0,30}content|(?:attachment|url|link|header|subject).{0,40}(?:block|not allowed|prohibit|suspicious|reject|invalid|missing|malform|illegal)"
                            + "|(?:message|mail|size|it).{0,30}(?:too (?:big|large|long)|exceeds? .{0,40}size|size exceed)|size limit|size exceeds"
                            + "|maximum .{0,20}message size|bare lf|not (?:rfc )?5322|5322|bad header|message format|line too long|message (?:was )?considered"),
            Rule.of(
                    MAILBOX,
                    "(?:mail ?box|inbox|mail ?folder|account|user|recipient|storage|maildir).{0,30}\\bfull\\b|quota|insufficient (?:disk|system|mailbox) storage|storage (?:limit|space|allocation)"
                            + "|not enough (?:disk |storage )?space|out of (?:disk )?space|\\b(?:account|mail ?box|user|recipient|address)\\b.{0,60}(?:disabled|suspended|inactive|locked|deactivated|de-activated|discontinued|frozen|blocked|expired|dormant|closed|turned off)"
                            + "|(?:disabled|suspended|inactive|locked|deactivated|frozen|dormant) (?:user|account|mail ?box|recipient)|not accepting (?:any )?(?:mail|message)|abandoned|mailbox .{0,20}limit"),
            Rule.of(
                    ADDRESS,
                    "nosuchuser|(?:user|recipient|mail ?box|addressee|account|alias|address|person)s? (?:is |are |name )?unknown|unknown (?:or (?:illegal|invalid) )?(?:user|recipient|address|account|mail ?box|local|alias|e-?mail|virtual)"
                            + "|no such (?:local |virtual |e-?mail )?(?:user|recipient|mail ?box|address|person|domain|account|alias|customer|name|host)"
                            + "|\\b(?:user|recipient|mail ?box|address|account|alias|person|domain|e-?mail|local.part|you entered|tried to reach|name)\\b.{0,60}(?:does ?n.t|does not|do not|don.t|did not|not|could ?n.t be|cannot be|can.t be) (?:exist|be found|found|known|valid|listed|be located|available|recogni[sz]ed|be resolved|resolve|in use)"
                            + "|not (?:an? )?(?:valid|known|existing|local|active) (?:user|mail ?box|recipient|address|e-?mail|account)|invalid (?:e-?mail )?(?:recipient|user|mail ?box|address|local|alias|account|domain)"
                            + "|mail ?box (?:is )?(?:unavailable|not found|not available|does)|recipi?(?:ent)?\\.?not\\.?found|not listed in|no mailbox (?:here )?by that name|address rejected: access denied\\. as\\("
                            + "|(?:doesn.t|does not|don.t) have an? (?:\\S+ )?(?:account|mail ?box)|unrout(?:e)?able|(?:host|domain|name|mx).{0,20}not found|nxdomain|null ?mx|no (?:longer )?(?:exists|valid|with us)"
                            + "|no longer (?:exists?|valid|available|works?|employed|with|on |an? |in )|is not a (?:user|customer)|isn.t a|bad (?:destination|recipient|address)|misspelled|not our customer|does not have an account|no (?:valid )?(?:user|recipient|account)s?\\b|unable to (?:find|verify) (?:user|recipient|address)|user not|recipient not (?:ok|found|exist)|domain .{0,60}(?:does not|doesn.t) accept (?:any )?(?:e-?)?mail|delivery to this address is not|mailbox not|no route to|undeliverable address|address unknown|unknown in"),
            Rule.of(
                    POLICY,
                    "policy|not permitted|not allowed|not authori[sz]ed|unauthori[sz]ed|access denied|administrative|prohibit|restricted|permission|encryption|\\btls\\b|refused|blocked|too many|protocol"));

    /**
     * Returns the kind of a failure. The text takes precedence over the status, since servers use 5.7.1 and 5.1.1 for everything.
     *
     * @param status the enhanced status, such as 5.1.1; empty if there is none
     * @param text the server's reply, or the description of the error; empty if there is none
     */
    public static FailureKind of(String status, String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String words = NAMES.matcher(cut).replaceAll(" ");
        return RULES.stream()
                .filter(rule -> rule.words().matcher(words).find())
                .map(Rule::kind)
                .findFirst()
                .orElseGet(() -> ofStatus(status));
    }

    private static FailureKind ofStatus(String text) {
        EnhancedStatus status = EnhancedStatus.startOf(text).orElse(null);
        if (status == null) {
            return UNKNOWN;
        }
        int detail = status.detail();
        return switch (status.subject()) {
            case 1 ->
                detail == 7 || detail == 8 ? POLICY : detail == 0 || detail == 5 || detail == 9 ? UNKNOWN : ADDRESS;
            case 2 -> detail == 1 || detail == 2 ? MAILBOX : detail == 3 ? CONTENT : UNKNOWN;
            case 3 -> detail == 4 ? CONTENT : UNKNOWN;
            case 4 -> detail == 4 && status.category() == 5 ? ADDRESS : UNKNOWN;
            case 6 -> CONTENT;
            case 7 -> POLICY;
            default -> UNKNOWN;
        };
    }
}
