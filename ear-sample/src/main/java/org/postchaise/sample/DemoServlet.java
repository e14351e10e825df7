/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.SubmissionException;
import org.postchaise.testkit.ReceivedMail;

/**
 * Servlet of the page, its forms, and the same data as JSON.
 *
 * <p>{@code GET /}: the page. {@code GET /status?format=json}: mails, mailbox and dialogue. {@code GET /mail?n=}: the source of a mail in the mailbox, 0 being
 * the oldest. {@code POST /send} (from, to, subject, text, rollback). {@code POST /mailbox} (answer: accept, defer or reject; match).
 */
@WebServlet({"", "/status", "/mail", "/send", "/mailbox"})
public class DemoServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient MailLog log;

    @Inject
    private transient DemoMailbox mailbox;

    @Inject
    private transient Submission submission;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/mail" -> showSource(request, response);
            case "/status" -> {
                if ("json".equals(request.getParameter("format"))) {
                    send(
                            response,
                            HttpServletResponse.SC_OK,
                            "application/json",
                            StatusView.json(log.newestFirst(), mailbox).toString());
                } else {
                    seeOther(request, response, "");
                }
            }
            case "", "/" -> showPage(response, HttpServletResponse.SC_OK, notice(request), SendForm.EXAMPLE);
            default -> response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (!SameOrigin.allows(request)) {
            send(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "text/plain",
                    "This request came from another site; use the form on the page.\n");
            return;
        }
        switch (request.getServletPath()) {
            case "/send" -> submit(request, response);
            case "/mailbox" -> setAnswer(request, response);
            default -> response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    private void submit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SendForm form = SendForm.of(request);
        try {
            if (form.rollsBack()) {
                submission.rollBack(form.mail());
                seeOther(request, response, "?done=rolledback");
            } else {
                String id = submission.commit(form.mail());
                response.setHeader("X-Mail-Id", id);
                seeOther(request, response, "?done=queued&id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, e.getMessage(), form);
        } catch (SubmissionException e) {
            refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.getMessage(), form);
        }
    }

    private void setAnswer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            String mode = Optional.ofNullable(request.getParameter("answer")).orElse("");
            String match = Optional.ofNullable(request.getParameter("match"))
                    .orElse("")
                    .strip();
            mailbox.answer(new DemoMailbox.Answer(DemoMailbox.Mode.of(mode), match));
            seeOther(request, response, "?done=mailbox#mailbox");
        } catch (IllegalArgumentException e) {
            refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, e.getMessage(), SendForm.EXAMPLE);
        }
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, int status, String reason, SendForm form)
            throws IOException {
        if (wantsJson(request)) {
            send(
                    response,
                    status,
                    "application/json",
                    Json.createObjectBuilder().add("error", reason).build().toString());
        } else {
            showPage(response, status, new Page.Notice("error", "Not done: " + reason), form);
        }
    }

    private void showPage(HttpServletResponse response, int status, Page.Notice notice, SendForm form)
            throws IOException {
        send(response, status, "text/html", new Page(log.newestFirst(), mailbox).html(notice, form));
    }

    private void showSource(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<ReceivedMail> mails = mailbox.mails();
        String number = Optional.ofNullable(request.getParameter("n")).orElse("");
        int n = number.matches("\\d{1,9}") ? Integer.parseInt(number) : mails.size();
        if (n >= mails.size()) {
            send(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "text/plain",
                    "No such mail in the mailbox; expected n from 0 to " + (mails.size() - 1) + ".\n");
            return;
        }
        send(response, HttpServletResponse.SC_OK, "text/html", Page.source(mails.get(n)));
    }

    private static Page.Notice notice(HttpServletRequest request) {
        return switch (Optional.ofNullable(request.getParameter("done")).orElse("")) {
            case "queued" ->
                new Page.Notice(
                        "good",
                        "Committed: the mail is queued as "
                                + Optional.ofNullable(request.getParameter("id"))
                                        .orElse("") + ".");
            case "rolledback" -> new Page.Notice("good", "Rolled back: nothing was queued, and nothing will arrive.");
            case "mailbox" -> new Page.Notice("good", "The mailbox was told.");
            default -> Page.Notice.NONE;
        };
    }

    /** Redirects with 303, so that reloading the page does not send twice. */
    private static void seeOther(HttpServletRequest request, HttpServletResponse response, String query)
            throws IOException {
        if (wantsJson(request) && response.containsHeader("X-Mail-Id")) {
            send(
                    response,
                    HttpServletResponse.SC_CREATED,
                    "application/json",
                    Json.createObjectBuilder()
                            .add("id", response.getHeader("X-Mail-Id"))
                            .build()
                            .toString());
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", request.getContextPath() + "/" + query);
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.startsWith("application/json");
    }

    private static void send(HttpServletResponse response, int status, String type, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(text);
    }
}
