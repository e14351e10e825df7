/* SPDX-License-Identifier: Apache-2.0 */
/** Mail that follows the transaction of the application server. Source: Jakarta Connectors 2.1, chapter 7. */
package org.postchaise.connector.transaction;
