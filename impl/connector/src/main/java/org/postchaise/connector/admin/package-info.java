/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Administration of a running adapter: the administered object for OAuth 2.0 tokens ({@link
 * org.postchaise.connector.admin.OAuthTokens}), and the MXBeans for diagnosis and TLS reports ({@link
 * org.postchaise.connector.admin.ManagedDoctor}, {@link org.postchaise.connector.admin.ManagedTlsReports}). The MXBean
 * of an outbox is in the delivery package.
 */
package org.postchaise.connector.admin;
