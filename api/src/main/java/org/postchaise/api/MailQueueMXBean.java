/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * The management interface of the queue, with the functions of postqueue(1), postsuper(1) and qshape(1): {@code
 * org.postchaise:type=Queue,application=NAME}. All return values are JSON texts, described with the filters in docs/OPERATING.md.
 *
 * <p>A filter is {@code all}, or terms with blanks between that must all match: {@code id=}, {@code queue=} (active, deferred, hold or
 * dead; several with commas between), {@code sender=} and {@code recipient=} (an address, or {@code @domain}), {@code domain=}, {@code
 * mailer=} (the name of the mailer that the mail is for), {@code older=} and {@code younger=} (a time of main.cf), {@code state=} (queued
 * or deferred), {@code text=} (part of a last reply; {@code %20} is a blank). Dead letters are changed only if the filter has {@code
 * queue=dead} or {@code id=}.
 *
 * <p>All operations throw {@link IllegalArgumentException} for a malformed filter, {@link java.util.NoSuchElementException} for an id that
 * no mail has, and {@link IllegalStateException} when the broker does not answer; each with one line that states the reason.
 */
public interface MailQueueMXBean {
    /**
     * Returns mails with envelope, state and last replies, without content.
     *
     * @param filter the filter; an empty filter means all
     * @param limit the maximum number of mails, from 1 to 10000; {@code more} in the answer indicates further mails
     */
    String list(String filter, int limit);

    /** Returns one mail with its requested options and its header section. */
    String inspect(String id);

    /** Returns the data of {@link #inspect} and the first 64 KiB of the mail's body. */
    String inspectWithBody(String id);

    /** Returns recipients by domain and age of the mail, the sum first, as qshape(1) without options; an empty filter means all. */
    default String shape(String filter) {
        return shape(filter, "");
    }

    /**
     * Returns recipients or mails by domain and age of the mail, the sum first, as qshape(1).
     *
     * @param filter the filter; an empty filter means all
     * @param options optional terms with blanks between: {@code by=recipient} (default) or {@code by=sender} ({@code qshape -s}: mails;
     *     {@code MAILER-DAEMON} is the null sender), {@code buckets=} ({@code -b}, 1 to 40, default 10), {@code minutes=} ({@code -t}, 1 to
     *     525600, default 5), {@code steps=double} (default) or {@code steps=equal} ({@code -l}), {@code parents=} ({@code -p} with {@code
     *     -m}: least number of subdomains of a parent domain that is shown)
     */
    String shape(String filter, String options);

    /** Returns for each domain the waiting mail, the results of the attempts since the application's start, and whether the domain is suspended. */
    String destinations();

    /** Puts active and deferred mail on hold until the mail is released; returns the number of mails changed, as the following operations do. */
    String hold(String filter);

    /** Releases mail on hold for delivery. */
    String release(String filter);

    /** Requeues mail as if the mail were new, without its earlier attempts; dead letters too, if they are mail. */
    String requeue(String filter);

    /** Makes deferred mail due now. */
    String flush(String filter);

    /** Deletes mail without notifying anybody. */
    String delete(String filter);

    /** Expires mail: the mail is made due now, and after that attempt its undelivered recipients are returned to the sender. */
    String expire(String filter);

    /**
     * Suspends deliveries to a destination on all nodes of the broker, also after a restart, until {@link #resume} is called. The
     * destination's mail is deferred with 4.3.2 and expires as any other mail. Deliveries in progress are not interrupted.
     *
     * @param domain the domain of recipients, without its subdomains; in upper or lower case, an internationalised domain in either form
     * @return JSON in which {@code changed} is 1, or 0 when the domain was suspended already
     * @throws IllegalArgumentException when {@code domain} is not a domain, or 1000 domains are suspended
     */
    String suspend(String domain);

    /**
     * Resumes deliveries to a suspended destination, and makes its mail due now.
     *
     * @return JSON in which {@code changed} is 1, or 0 when the domain was not suspended; {@code flushed} is the number of mails made due
     * @throws IllegalArgumentException when {@code domain} is not a domain
     */
    String resume(String domain);
}
