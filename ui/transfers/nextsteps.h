// What a person does with a file that arrived: whether to use it at all, how to unpack it, and how
// to look at the data with a mongod of its own.
#pragma once

#include "transfer/transfer.h"

struct NextSteps {
    QString words; // plain text, paragraphs
    QString commands; // for a shell, one a line; empty where there is nothing to run

    bool operator==(const NextSteps &) const = default;
};

/// Of one file of the transfer.
NextSteps nextSteps(const Transfer &transfer, const TransferPart &part);
