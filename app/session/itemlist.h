// One list of the service as it is read page by page: what came so far, whether there is more, and
// what went wrong last. A value; the store that owns it sends the reads.
#pragma once

#include "atlas/resources.h"
#include "base/result.h"

#include <QSet>
#include <optional>

/// T has an `id`, unique in the list.
template <typename T> struct ItemList {
    QList<T> items;
    int nextPage = 1; // from 1
    int totalCount = -1; // -1: not told
    bool hasNext = true;
    bool loading = false;
    std::optional<Error> error; // of the last read

    bool isRead() const { return nextPage > 1; }
    bool canFetchMore() const { return hasNext && !loading; }

    /// A list may grow at its head between two pages: what is there already is left out.
    void take(const Result<Page<T>> &page)
    {
        loading = false;
        error.reset();
        if (!page) {
            error = page.error();
            return;
        }
        QSet<QString> known;
        for (const T &item : std::as_const(items))
            known.insert(item.id);
        for (const T &item : page->items) {
            if (!known.contains(item.id))
                items.append(item);
        }
        totalCount = page->totalCount;
        hasNext = page->hasNext && !page->items.isEmpty();
        ++nextPage;
    }
};
