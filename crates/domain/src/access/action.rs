//! The names of what can be done with a dossier after it was submitted.

/// One kind of action, as named in the API (`POST …/actions/{name}`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionKind {
    /// Receive it for handling (tiếp nhận).
    Accept,
    /// Refuse to receive it (từ chối tiếp nhận).
    Reject,
    /// Ask for what is missing (yêu cầu bổ sung, hoàn thiện hồ sơ).
    RequestSupplement,
    /// Hand in what was missing (bổ sung hồ sơ).
    Supplement,
    /// Ask for a payment (yêu cầu thực hiện nghĩa vụ tài chính).
    RequestPayment,
    /// Record a payment (nộp phí, lệ phí).
    Pay,
    /// Give it to an officer (phân công thụ lý).
    Assign,
    /// Finish the present step (hoàn thành bước).
    CompleteStep,
    /// Send it back to an earlier step (trả lại bước trước).
    ReturnStep,
    /// Prolong the limit on a legal basis (gia hạn).
    Extend,
    /// Pass it to the competent unit (chuyển cơ quan có thẩm quyền).
    Transfer,
    /// Take it back (rút hồ sơ).
    Withdraw,
    /// Stop the clock on a legal ground (tạm dừng).
    Suspend,
    /// Let the clock run again (tiếp tục).
    Resume,
    /// Decide (quyết định giải quyết hoặc từ chối giải quyết).
    Decide,
    /// Keep a draft of the result (dự thảo kết quả).
    DraftResult,
    /// Sign the result (ký kết quả).
    Sign,
    /// Hand the result to the desk (chuyển kết quả về bộ phận một cửa).
    IssueResult,
    /// Give the result to the applicant (trả kết quả).
    DeliverResult,
    /// Say how satisfied one is (đánh giá mức độ hài lòng).
    Rate,
    /// Apologise for being late and name one new date (xin lỗi và hẹn lại ngày trả kết quả).
    Apologise,
    /// Close it (kết thúc hồ sơ).
    Close,
    /// Put it into the archive (lưu trữ).
    Archive,
    /// Record that what a step waits for has come (ghi nhận thông tin đến).
    RecordMessage,
    /// Hand a step back to the unit (trả lại việc được giao).
    HandBack,
    /// Make a note that only offices read (ghi chú nội bộ).
    Note,
    /// Ask another unit for its opinion (lấy ý kiến).
    AskOpinion,
    /// Give an opinion that was asked for (cho ý kiến).
    GiveOpinion,
    /// Let the work go on by another version of its workflow (chuyển sang phiên bản quy trình khác).
    MoveWork,
}

impl ActionKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 29] = [
        Self::Accept,
        Self::RequestSupplement,
        Self::Reject,
        Self::Supplement,
        Self::RequestPayment,
        Self::Pay,
        Self::Assign,
        Self::CompleteStep,
        Self::RecordMessage,
        Self::GiveOpinion,
        Self::AskOpinion,
        Self::HandBack,
        Self::ReturnStep,
        Self::DraftResult,
        Self::Decide,
        Self::Sign,
        Self::IssueResult,
        Self::DeliverResult,
        Self::Rate,
        Self::Extend,
        Self::Suspend,
        Self::Resume,
        Self::Transfer,
        Self::MoveWork,
        Self::Apologise,
        Self::Withdraw,
        Self::Note,
        Self::Close,
        Self::Archive,
    ];

    /// The stable name, as it stands in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::RequestSupplement => "request-supplement",
            Self::Supplement => "supplement",
            Self::RequestPayment => "request-payment",
            Self::Pay => "pay",
            Self::Assign => "assign",
            Self::CompleteStep => "complete-step",
            Self::ReturnStep => "return-step",
            Self::Extend => "extend",
            Self::Transfer => "transfer",
            Self::Withdraw => "withdraw",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Decide => "decide",
            Self::DraftResult => "draft-result",
            Self::Sign => "sign",
            Self::IssueResult => "issue-result",
            Self::DeliverResult => "deliver-result",
            Self::Rate => "rate",
            Self::Apologise => "apologise",
            Self::Close => "close",
            Self::Archive => "archive",
            Self::RecordMessage => "record-message",
            Self::HandBack => "hand-back",
            Self::Note => "note",
            Self::AskOpinion => "ask-opinion",
            Self::GiveOpinion => "give-opinion",
            Self::MoveWork => "move-work",
        }
    }

    /// The kind of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
