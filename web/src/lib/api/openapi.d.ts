// Made by `npm run types` from the server's OpenAPI document: change the server, not this file.
export interface paths {
    "/api/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Board */
        get: operations["board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board/{question}/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Matrix */
        get: operations["matrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board/{question}/origins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Origins */
        get: operations["origins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/case": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Case Summary */
        get: operations["case_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checkpoints */
        get: operations["checkpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clocks */
        get: operations["clocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Copies */
        get: operations["copies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries
         * @description Entries of kinds that people write: all of them, in order. The bulk kinds have screens of their own.
         */
        get: operations["entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/entries/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entry */
        get: operations["entry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description Server-sent events: `jobs` (a list of rows) when any has changed, `case` (its version) when an entry came.
         */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files */
        get: operations["files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** File */
        get: operations["file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download
         * @description The bytes as received, to be kept on this machine and not to be shown.
         */
        get: operations["download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Frames */
        get: operations["frames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/frames/{at}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Frame */
        get: operations["frame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/frames/{at}/still.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Still */
        get: operations["still"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Media
         * @description The bytes as received, by ranges. Only film and sound are shown by a browser; pictures come as stills.
         */
        get: operations["media"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/stills/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kept Still */
        get: operations["kept_still"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/viewing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Viewing Copy */
        get: operations["viewing_copy"];
        put?: never;
        /** Make Viewing Copy */
        post: operations["make_viewing_copy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/viewing/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Viewing Media */
        get: operations["viewing_media"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/files/{file}/waveform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Waveform */
        get: operations["waveform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/follows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follows */
        get: operations["follows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs */
        get: operations["jobs"];
        put?: never;
        /**
         * Start Job
         * @description examine (triage or full) or align; a job of that kind that is under way is answered with instead.
         */
        post: operations["start_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Job */
        get: operations["job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop Job */
        post: operations["stop_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log */
        get: operations["log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proofs */
        get: operations["proofs"];
        put?: never;
        /** Prove */
        post: operations["prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs/solve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Solve
         * @description Asks place.resection where the camera stood; writes nothing.
         */
        post: operations["solve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs/{entry}.{form}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof File
         * @description The proof for others. Marked regions of persons at risk are blurred; a covered film gives no picture.
         */
        get: operations["proof_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report */
        get: operations["report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/editions/{edition}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recheck Lines
         * @description The lines of the last recheck of an edition in this session.
         */
        get: operations["recheck_lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/editions/{edition}/page/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Edition Page
         * @description A page or picture of an edition as readers get it, shut in a sandbox.
         */
        get: operations["edition_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/editions/{edition}/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recheck */
        post: operations["recheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/gate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gate
         * @description What the gate would refuse or mark now; writes nothing.
         */
        post: operations["gate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lint
         * @description What is too loud in a sentence that is being written; writes nothing.
         */
        post: operations["lint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Draws the page as it would be now, not sealed; enters nothing.
         */
        post: operations["preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/preview/page/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Page
         * @description A page or picture of the last preview, shut in a sandbox.
         */
        get: operations["preview_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Publishes the next edition into a folder beside the case; nothing is sent anywhere.
         */
        post: operations["publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/anchor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Anchor
         * @description Two observations that name one event: the alignment takes them before what was heard.
         */
        post: operations["anchor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer */
        post: operations["answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/assess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assess */
        post: operations["assess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim */
        post: operations["claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draft */
        post: operations["draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow */
        post: operations["follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/grade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grade */
        post: operations["grade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/mark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark */
        post: operations["mark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/observe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Observe */
        post: operations["observe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reply */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Review */
        post: operations["review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Source */
        post: operations["source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/weigh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Weigh */
        post: operations["weigh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/say/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange */
        post: operations["exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sheet
         * @description `column` and `has` go in pairs: the cell of that column holds those letters.
         */
        get: operations["sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheet/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply
         * @description Each change of a cell becomes an entry with its author and this reason.
         */
        post: operations["apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheet/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Import
         * @description What an XLSX or CSV file would change; writes nothing.
         */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheet/paste": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Paste
         * @description What a pasted table would change; writes nothing.
         */
        post: operations["preview_paste"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheet/sheet.{form}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sheet File */
        get: operations["sheet_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheet/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep View */
        post: operations["keep_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/where": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Constraints */
        get: operations["constraints"];
        put?: never;
        /**
         * Where
         * @description Asks place.field with the constraints that are on. Writes only where `enter` says so.
         */
        post: operations["where"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * About
         * @description What a question asks for. The law's questions are asked and never answered by a tool.
         * @enum {string}
         */
        About: "authentic" | "where" | "when" | "what" | "who" | "context" | "reply" | "law";
        /**
         * AnchorAsk
         * @description Two moments of two recordings that are the same instant, set by hand: seconds ("n/d") with their error.
         */
        AnchorAsk: {
            /** Error S */
            error_s: number;
            /** One */
            one: string;
            /** One At */
            one_at: string;
            /** Says */
            says: string;
            /** Two */
            two: string;
            /** Two At */
            two_at: string;
        };
        /** AnswerAsk */
        AnswerAsk: {
            /** Question */
            question: string;
            region?: components["schemas"]["PlaceAsk"] | null;
            span?: components["schemas"]["TimeAsk"] | null;
            /** Text */
            text: string;
        };
        /**
         * Applied
         * @description Entries that a change of cells left in the log.
         */
        Applied: {
            /** Entries */
            entries: string[];
        };
        /** ApplyAsk */
        ApplyAsk: {
            /** Changes */
            changes: components["schemas"]["Change"][];
            /** Reason */
            reason: string;
        };
        /** AssessAsk */
        AssessAsk: {
            /** Answer */
            answer: string;
            confidence: components["schemas"]["Confidence"];
            /** Dissents From */
            dissents_from?: string | null;
            likelihood: components["schemas"]["Likelihood"];
            /** Reasons */
            reasons: string;
            /** Revises */
            revises?: string | null;
            /**
             * Speaks Against
             * @default []
             */
            speaks_against: string[];
            /**
             * Speaks For
             * @default []
             */
            speaks_for: string[];
        };
        /**
         * AuthorRow
         * @description Who writes in the case, with the fingerprint of the key that is in force.
         */
        AuthorRow: {
            /** Author */
            author: string;
            /** Fingerprint */
            fingerprint: string;
            /** Log */
            log: string;
            /** Mine */
            mine: boolean;
            /** Size */
            size: number;
        };
        /**
         * Basis
         * @description What a source says its claim rests on.
         * @enum {string}
         */
        Basis: "own eyes" | "own work" | "own act" | "another source" | "footage" | "law" | "none given";
        /**
         * Board
         * @description Everything that the board lists; the graph is drawn from the same rows.
         */
        Board: {
            /** Questions */
            questions: components["schemas"]["BoardQuestion"][];
            /** Replies */
            replies: components["schemas"]["EntryRow"][];
            /** Sources */
            sources: components["schemas"]["EntryRow"][];
            /** Unplaced */
            unplaced: components["schemas"]["BoardClaim"][];
        };
        /**
         * BoardAnswer
         * @description One competing answer: claims on both sides, and every assessment that stands (dissent beside it).
         */
        BoardAnswer: {
            /** Assessments */
            assessments: components["schemas"]["EntryRow"][];
            /** Claims Against */
            claims_against: components["schemas"]["BoardClaim"][];
            /** Claims For */
            claims_for: components["schemas"]["BoardClaim"][];
            row: components["schemas"]["EntryRow"];
        };
        /**
         * BoardClaim
         * @description A claim as the board shows it, with its source's name and both grades.
         */
        BoardClaim: {
            /** Credibility */
            credibility: string;
            /** Protected */
            protected: boolean;
            /** Reliability */
            reliability: string;
            row: components["schemas"]["EntryRow"];
            said: components["schemas"]["When"] | null;
            /** Source */
            source: string;
            /** Source Name */
            source_name: string;
            /** Through */
            through: string[];
        };
        /**
         * BoardQuestion
         * @description A question with its answers; `touching` are claims that speak to it without an answer.
         */
        BoardQuestion: {
            /** About */
            about: string;
            /** Answers */
            answers: components["schemas"]["BoardAnswer"][];
            row: components["schemas"]["EntryRow"];
            /** State */
            state: string;
            /** Touching */
            touching: components["schemas"]["BoardClaim"][];
        };
        /**
         * Box
         * @description A box of the decoded picture, in its pixels; `of` is that picture's width and height.
         */
        Box: {
            /** Height */
            height: number;
            /** Left */
            left: number;
            /** Of */
            of: [
                number,
                number
            ];
            /** Top */
            top: number;
            /** Width */
            width: number;
        };
        /**
         * Broken
         * @description Why a file was not read to its end.
         */
        Broken: {
            /** Code */
            code: string;
            /** Hint */
            hint: string;
            /** Why */
            why: string;
        };
        /**
         * Camera
         * @description Where the camera stood and what it saw: a point with its error, and a wedge. Degrees clockwise from north.
         */
        Camera: {
            /** Bearing Deg */
            bearing_deg: number | null;
            /** Bearing Error Deg */
            bearing_error_deg: number | null;
            /** Error M */
            error_m: number;
            /** Lat Deg */
            lat_deg: number;
            /** Lon Deg */
            lon_deg: number;
            /** View Deg */
            view_deg: number | null;
        };
        /**
         * Candidate
         * @description A place that was considered and rejected, and why: it stays in the proof.
         */
        Candidate: {
            /** Label */
            label: string;
            /** Lat Deg */
            lat_deg: number;
            /** Lon Deg */
            lon_deg: number;
            /** Why */
            why: string;
        };
        /**
         * CaseSummary
         * @description The case in short. `version` changes whenever anything is entered; `can_write` is False where no key of this machine fits.
         */
        CaseSummary: {
            /** Author */
            author: string | null;
            /** Authors */
            authors: components["schemas"]["AuthorRow"][];
            /** Can Write */
            can_write: boolean;
            /** Case */
            case: string;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Files */
            files: number;
            /** Folder */
            folder: string;
            /** Log */
            log: string | null;
            /** Title */
            title: string;
            /** Version */
            version: string;
        };
        /**
         * Change
         * @description One cell that is to differ. `before` is what the cell says now: where it says something else by then, it is refused.
         */
        Change: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Column */
            column: string;
            /** Row */
            row: string;
        };
        /**
         * CheckLine
         * @description One line of a recheck: holds, broken, withheld or cannot check.
         */
        CheckLine: {
            /** Code */
            code: string;
            /** Says */
            says: string;
            /** Step */
            step: number;
            /** Subject */
            subject: string;
            /** Verdict */
            verdict: string;
        };
        /**
         * CheckpointRow
         * @description A signed checkpoint: so many entries of a log, and the root over them.
         */
        CheckpointRow: {
            /** Author */
            author: string;
            /** Log */
            log: string;
            /** Note */
            note: string;
            /** Root */
            root: string;
            /** Size */
            size: number;
        };
        /**
         * ClaimAsk
         * @description What a source says. `for_`, `against` name answers, `about` questions that it speaks to without answering.
         */
        ClaimAsk: {
            /**
             * About
             * @default []
             */
            about: string[];
            /**
             * Answers Against
             * @default []
             */
            answers_against: string[];
            /**
             * Answers For
             * @default []
             */
            answers_for: string[];
            /** @default none given */
            basis: components["schemas"]["Basis"];
            /** @default 6 */
            credibility: components["schemas"]["Credibility"];
            /**
             * Files
             * @default []
             */
            files: string[];
            /**
             * Hedges
             * @default []
             */
            hedges: string[];
            /** Language */
            language?: string | null;
            /** Paraphrase */
            paraphrase: string;
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Rests On
             * @default []
             */
            rests_on: string[];
            said?: components["schemas"]["TimeAsk"] | null;
            /** Source */
            source: string;
            /**
             * Through
             * @default []
             */
            through: string[];
            /** Translation */
            translation?: string | null;
            /** Verbatim */
            verbatim?: string | null;
        };
        /**
         * ClocksPage
         * @description What the last alignment says, and the hand-set anchors, distances and times that it may rest on.
         */
        ClocksPage: {
            /** Anchors */
            anchors: components["schemas"]["EntryRow"][];
            /** Events */
            events: components["schemas"]["EventClock"][];
            /** Finding */
            finding: string | null;
            /** Inconsistent */
            inconsistent: {
                [key: string]: unknown;
            }[];
            /** Links */
            links: components["schemas"]["Link"][];
            /** Outcome */
            outcome: string;
            /** Same Sound Only */
            same_sound_only: {
                [key: string]: unknown;
            }[];
            /** Stale */
            stale: boolean;
            /** Why */
            why: string;
        };
        /**
         * Column
         * @description A column. `writes`: "sighting" cells are corrected by a new sighting, "cell" ones by a note; "no" cannot be edited.
         */
        Column: {
            /** Name */
            name: string;
            /**
             * Writes
             * @enum {string}
             */
            writes: "sighting" | "cell" | "no";
        };
        /**
         * Confidence
         * @description How good the ground is that a judgement stands on; says nothing of how likely it is.
         * @enum {string}
         */
        Confidence: "low" | "moderate" | "high";
        /**
         * Consistency
         * @description One piece of evidence against one answer, in the matrix of competing hypotheses.
         * @enum {string}
         */
        Consistency: "consistent" | "inconsistent" | "neutral" | "not applicable";
        /**
         * Constraint
         * @description One clue to a place or a time, where it comes from, and the clue as the method takes it.
         */
        Constraint: {
            /** Clue */
            clue: {
                [key: string]: unknown;
            };
            /** Entry */
            entry: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Says */
            says: string;
        };
        /**
         * Constraints
         * @description What there is to switch: clues for the field, and bars of time from sightings, files' own clocks and answers.
         */
        Constraints: {
            /** Bars */
            bars: components["schemas"]["TimeBar"][];
            /** Clues */
            clues: components["schemas"]["Constraint"][];
        };
        /**
         * CopiesPage
         * @description All recordings of more than one file, pairs left undecided, and in words what was compared and what was not.
         */
        CopiesPage: {
            /** Grouping */
            grouping: string | null;
            /** Recordings */
            recordings: components["schemas"]["RecordingRow"][];
            /** Searched */
            searched: string[];
            /** Undecided */
            undecided: components["schemas"]["PairRow"][];
        };
        /**
         * CopyFile
         * @description One file of a recording, with the earliest time that a sighting of it states.
         */
        CopyFile: {
            /** Covered */
            covered: boolean;
            /** Duration */
            duration: number | null;
            /** File */
            file: string;
            /** Name */
            name: string;
            posted: components["schemas"]["When"] | null;
            /** Sightings */
            sightings: number;
            still: components["schemas"]["CoverStill"] | null;
        };
        /**
         * CopyFrames
         * @description Times of a viewing copy's frames, one for each of the original's in the same order.
         */
        CopyFrames: {
            /** End */
            end: number;
            /** Pts */
            pts: number[];
            /** Time Base */
            time_base: string;
        };
        /**
         * CopyStretch
         * @description Two stretches that agree, in seconds of each file, what was done to one of them, and the finding.
         */
        CopyStretch: {
            /** Edits */
            edits: string[];
            /** Evidence */
            evidence: string;
            /** Finding */
            finding: string;
            /** In One */
            in_one: [
                number,
                number
            ];
            /** In Two */
            in_two: [
                number,
                number
            ];
            /** Offset */
            offset: number;
            /** One */
            one: string;
            /** Speed */
            speed: number;
            /** Two */
            two: string;
        };
        /**
         * CoverStill
         * @description A still that was kept: its digest, and its moment as "n/d" seconds.
         */
        CoverStill: {
            /** Digest */
            digest: string;
            /** Pts */
            pts: string;
        };
        /**
         * Credibility
         * @description Admiralty scale, of a claim.
         * @enum {string}
         */
        Credibility: "1" | "2" | "3" | "4" | "5" | "6";
        /**
         * Difference
         * @description What a pasted or imported table would change, what of it cannot be applied and why. Nothing is written yet.
         */
        Difference: {
            /** Changes */
            changes: components["schemas"]["Change"][];
            /** Refused */
            refused: string[];
            /** Rows Read */
            rows_read: number;
            /** Unchanged */
            unchanged: number;
        };
        /** DraftAsk */
        DraftAsk: {
            /**
             * Answers
             * @default []
             */
            answers: string[];
            /**
             * Order
             * @default 0
             */
            order: number;
            /** Replaces */
            replaces?: string | null;
            /**
             * Rests On
             * @default []
             */
            rests_on: string[];
            /** @default known */
            section: components["schemas"]["Section"];
            /** Text */
            text: string;
        };
        /**
         * DraftRow
         * @description One sentence of the draft with what it rests on, read out, and its lint.
         */
        DraftRow: {
            /** Answers */
            answers: string[];
            lint: components["schemas"]["Lint"];
            /** Order */
            order: number;
            /** Rests On */
            rests_on: components["schemas"]["EntryRow"][];
            row: components["schemas"]["EntryRow"];
            /** Section */
            section: string;
            /** Text */
            text: string;
        };
        /**
         * Edition
         * @description An edition that is out; `here`: its folder lies beside the case and can be looked at and rechecked.
         */
        Edition: {
            /** At */
            at: string;
            /** Author */
            author: string;
            /** Changed */
            changed: string;
            /** Edition */
            edition: number;
            /** Entry */
            entry: string;
            /** Here */
            here: boolean;
        };
        /**
         * EntryRow
         * @description An entry with its wire form. `withdrawn` and `replaced` name the entry that did it; `clock` is None where withheld.
         */
        EntryRow: {
            /** At */
            at: string;
            /** Author */
            author: string;
            /** Clock */
            clock: string | null;
            /** Entry */
            entry: string;
            /** Grade */
            grade: string | null;
            /** Index */
            index: number;
            /** Kind */
            kind: string;
            /** Log */
            log: string;
            /** Mine */
            mine: boolean;
            /** Replaced */
            replaced: string | null;
            /** Reviewed By */
            reviewed_by: string[];
            /** Says */
            says: string;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** Withdrawn */
            withdrawn: string | null;
        };
        /**
         * EventClock
         * @description Recordings that are of one event, on the clock that starts with `zero`'s second nought.
         */
        EventClock: {
            /** Lanes */
            lanes: components["schemas"]["Lane"][];
            /** Zero */
            zero: string;
        };
        /**
         * Exchange
         * @description The token from the address that `firsthand serve` printed.
         */
        Exchange: {
            /** Token */
            token: string;
        };
        /**
         * Field
         * @description The joint answer: regions by share as GeoJSON, spans by share, which clue moved it most and which two conflict most.
         */
        Field: {
            /** Conflict Most */
            conflict_most: string[];
            /** Entry */
            entry: string | null;
            /** Geojson */
            geojson: {
                [key: string]: unknown;
            };
            /** Moved Most */
            moved_most: string;
            /** Named */
            named: {
                [key: string]: unknown;
            }[];
            /** Outcome */
            outcome: string;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** When */
            when: {
                [key: string]: unknown;
            };
            /** Why */
            why: string;
        };
        /**
         * FieldAsk
         * @description Which constraints are on, where to look (boxes of 1e-7 degrees), when, and whether the answer is to be entered.
         */
        FieldAsk: {
            begin?: components["schemas"]["TimeAsk"] | null;
            end?: components["schemas"]["TimeAsk"] | null;
            /**
             * Enter
             * @default false
             */
            enter: boolean;
            /** On */
            on: string[];
            /**
             * Phrases
             * @default []
             */
            phrases: string[];
            region?: components["schemas"]["PlaceAsk"] | null;
        };
        /**
         * FileDetail
         * @description All that a screen about one file needs. `transcript` are the observations that carry words as they were said or shown.
         */
        FileDetail: {
            /** Blake3 */
            blake3: string;
            /** Claims */
            claims: components["schemas"]["EntryRow"][];
            /** Entry */
            entry: string;
            /** Findings */
            findings: components["schemas"]["FindingRow"][];
            /** Notes */
            notes: components["schemas"]["EntryRow"][];
            /** Observations */
            observations: components["schemas"]["EntryRow"][];
            /** Relations */
            relations: components["schemas"]["RelationRow"][];
            row: components["schemas"]["LibraryRow"];
            /** Sightings */
            sightings: components["schemas"]["SightingRow"][];
            /** Stills */
            stills: components["schemas"]["StillRow"][];
            /** Transcript */
            transcript: components["schemas"]["EntryRow"][];
        };
        /**
         * FindingRow
         * @description A finding in short: its outcome is one of the four, `why` what it says where nothing is found.
         */
        FindingRow: {
            /** Entry */
            entry: string;
            /** Files */
            files: string[];
            /** Method */
            method: string;
            /** Outcome */
            outcome: string;
            /** Profile */
            profile: string | null;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** Version */
            version: number;
            /** Why */
            why: string;
            /** Withdrawn */
            withdrawn: string | null;
        };
        /**
         * FollowAsk
         * @description What of a copy a mark holds back: stretches of that copy, or none where it does not show what the mark protects.
         */
        FollowAsk: {
            /** File */
            file: string;
            /** Holds */
            holds: components["schemas"]["StretchAsk"][];
            /** Mark */
            mark: string;
            /** Reason */
            reason: string;
        };
        /**
         * FollowRow
         * @description One mark and one copy: the seconds of the copy that are held back, by the desk's proposal where `decided` is empty.
         */
        FollowRow: {
            /** Copy */
            copy: string;
            /** Decided */
            decided: components["schemas"]["EntryRow"][];
            /** Holds */
            holds: components["schemas"]["Seconds"][];
            /** Kind */
            kind: string;
            mark: components["schemas"]["EntryRow"];
            marked: components["schemas"]["Seconds"];
            /** Of */
            of: string;
        };
        /**
         * FrameBox
         * @description Where in a frame: pixels of the decoded picture; `of` is its size.
         */
        FrameBox: {
            /** Height */
            height: number;
            /** Left */
            left: number;
            /** Of */
            of: [
                number,
                number
            ];
            /** Top */
            top: number;
            /** Width */
            width: number;
        };
        /**
         * FrameIndex
         * @description Every frame that is presented, in order: `pts` are ticks of `time_base` seconds ("n/d"); `keys` the places of key frames.
         *
         *     `media_time_zero` is the time ("n/d" s) that a browser's clock calls nought for these bytes, None where it is not known:
         *     then only a viewing copy tells. `how`: "packets" where the container states the times, "decoding" where they were counted.
         *     `end` is where the last frame's showing ends, in ticks.
         */
        FrameIndex: {
            /** Codec */
            codec: string;
            /** End */
            end: number;
            /** File */
            file: string;
            /** Height */
            height: number;
            /** How */
            how: string;
            /** Keys */
            keys: number[];
            /** Media Time Zero */
            media_time_zero: string | null;
            /**
             * Plays
             * @enum {string}
             */
            plays: "yes" | "copy" | "no" | "unknown";
            /** Pts */
            pts: number[];
            /** Rotation */
            rotation: number;
            /** Stream */
            stream: number;
            /** Time Base */
            time_base: string;
            /** Vfr */
            vfr: boolean;
            /** Why Not */
            why_not: string;
            /** Width */
            width: number;
        };
        /**
         * FrameMoment
         * @description One exact frame, as an observation names it; `at` its place in the index.
         */
        FrameMoment: {
            /** At */
            at: number;
            /** File */
            file: string;
            /** Frame */
            frame: string;
            /** Height */
            height: number;
            /** Pts */
            pts: string;
            /** Stream */
            stream: number;
            /** Width */
            width: number;
        };
        /**
         * GateRow
         * @description One thing that the gate refuses (blocking) or marks.
         */
        GateRow: {
            /** Blocking */
            blocking: boolean;
            /** Entries */
            entries: string[];
            /** Hint */
            hint: string;
            /** Message */
            message: string;
            /** Rule */
            rule: string;
        };
        /** GradeAsk */
        GradeAsk: {
            /** About */
            about: string;
            /** Grade */
            grade: string;
            /** Reason */
            reason: string;
        };
        /**
         * Imagery
         * @description What the map's shapes were drawn on: its source and its date, as stated there.
         */
        Imagery: {
            /** Date */
            date: string;
            /** Note */
            note: string;
            /** Source */
            source: string;
        };
        /**
         * JobAsk
         * @description A long job: examine (triage or full), align, or a viewing copy of `file`.
         */
        JobAsk: {
            /** File */
            file?: string | null;
            /**
             * Profile
             * @default full
             */
            profile: string;
            /** What */
            what: string;
        };
        /**
         * JobRow
         * @description A job and how far it is (`whole` 0: not known). `code` and `hint` are a fault's; `result` what came of it.
         */
        JobRow: {
            /** Code */
            code: string;
            /** Done */
            done: number;
            /** File */
            file: string | null;
            /** Hint */
            hint: string;
            /** Id */
            id: string;
            /** Result */
            result: {
                [key: string]: unknown;
            };
            /** Says */
            says: string;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "done" | "failed" | "stopped";
            /** What */
            what: string;
            /** Whole */
            whole: number;
        };
        /**
         * Lane
         * @description One recording on an event's clock: where its second nought lies, in seconds (bounds and likeliest); its clock's rate.
         */
        Lane: {
            /** Best */
            best: number;
            /** Covered */
            covered: boolean;
            /** File */
            file: string;
            /** High */
            high: number;
            /** Links */
            links: number;
            /** Low */
            low: number;
            /** Name */
            name: string;
            /** Rate High Ppm */
            rate_high_ppm: number | null;
            /** Rate Low Ppm */
            rate_low_ppm: number | null;
            /** Seconds */
            seconds: number | null;
        };
        /**
         * LibraryPage
         * @description Rows in order, `next` to ask on with (None at the end), how many there are in all, and counts by facet and value.
         */
        LibraryPage: {
            /** Facets */
            facets: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Next */
            next: string | null;
            /** Rows */
            rows: components["schemas"]["LibraryRow"][];
            /** Total */
            total: number;
        };
        /**
         * LibraryRow
         * @description One file, or with `copies` > 0 a recording shown by its longest file. `here`: its bytes are in the vault.
         */
        LibraryRow: {
            broken: components["schemas"]["Broken"] | null;
            /** Claims */
            claims: number;
            /** Copies */
            copies: number;
            /** Covered */
            covered: string;
            /** File */
            file: string;
            /** Findings */
            findings: number;
            /** Here */
            here: boolean;
            /** Marks */
            marks: components["schemas"]["MarkRow"][];
            media: components["schemas"]["Media"];
            /** Names */
            names: string[];
            /** Observations */
            observations: number;
            posted: components["schemas"]["When"] | null;
            /** Questions */
            questions: components["schemas"]["QuestionState"][];
            /** Rated */
            rated: boolean;
            /** Recording */
            recording: string | null;
            /** Sightings */
            sightings: number;
            /** Size */
            size: number;
            still: components["schemas"]["CoverStill"] | null;
        };
        /**
         * Likelihood
         * @description The seven terms of ICD 203, with the per cent each stands for.
         * @enum {string}
         */
        Likelihood: "almost no chance" | "very unlikely" | "unlikely" | "roughly even chance" | "likely" | "very likely" | "almost certain";
        /**
         * Link
         * @description A pair that was compared: its outcome, the offset with its bounds, the runner-up and how far it is behind.
         */
        Link: {
            /** Finding */
            finding: string;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /** Offset */
            offset: number | null;
            /** One */
            one: string;
            /** Outcome */
            outcome: string;
            /** Ratio */
            ratio: number | null;
            /** Runner Up */
            runner_up: number | null;
            /** Two */
            two: string;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** Why */
            why: string;
        };
        /**
         * Lint
         * @description What the wording of one sentence says too loudly, each with what would pass; empty where nothing is to be said.
         */
        Lint: {
            /** Problems */
            problems: string[];
            /** Weighed */
            weighed: boolean;
        };
        /**
         * LintAsk
         * @description A sentence that is being written, before it is entered.
         */
        LintAsk: {
            /**
             * Rests On
             * @default []
             */
            rests_on: string[];
            /** @default known */
            section: components["schemas"]["Section"];
            /** Text */
            text: string;
        };
        /**
         * LogPage
         * @description Newest first, across the logs, each log in its own order.
         */
        LogPage: {
            /** Next */
            next: string | null;
            /** Rows */
            rows: components["schemas"]["LogRow"][];
            /** Total */
            total: number;
        };
        /**
         * LogRow
         * @description One entry of a log in one line. `shown` says how much of it is here: all, the header, or the hash only.
         */
        LogRow: {
            /** At */
            at: string;
            /** Author */
            author: string;
            /** Clock */
            clock: string | null;
            /** Entry */
            entry: string;
            /** Index */
            index: number;
            /** Kind */
            kind: string;
            /** Log */
            log: string;
            /** Says */
            says: string;
            /** Shown */
            shown: string;
            /** Withdrawn */
            withdrawn: string | null;
        };
        /** MarkAsk */
        MarkAsk: {
            area?: components["schemas"]["FrameBox"] | null;
            /** Entry */
            entry?: string | null;
            /** Label */
            label: string;
            mark: components["schemas"]["MarkKind"];
            stretch?: components["schemas"]["StretchAsk"] | null;
        };
        /**
         * MarkKind
         * @description What a mark protects from or whom.
         * @enum {string}
         */
        MarkKind: "graphic" | "person-at-risk" | "sealed-source";
        /**
         * MarkRow
         * @description A mark that stands on a file or came to it from a copy (`through`); no start and no end is the whole file.
         */
        MarkRow: {
            area: components["schemas"]["Box"] | null;
            /** Author */
            author: string;
            /** End */
            end: string | null;
            /** Entry */
            entry: string;
            /** Label */
            label: string;
            /** Mark */
            mark: string;
            /** Start */
            start: string | null;
            /** Through */
            through: string | null;
        };
        /**
         * Media
         * @description What a file is by its container's finding. `duration` is for show; times that count are "n/d" text elsewhere.
         */
        Media: {
            /** Codec */
            codec: string | null;
            /** Duration */
            duration: number | null;
            /** Format */
            format: string | null;
            /** Frames */
            frames: number | null;
            /** Height */
            height: number | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "video" | "image" | "sound" | "other" | "unread";
            /**
             * Plays
             * @enum {string}
             */
            plays: "yes" | "copy" | "no" | "unknown";
            /** Rotation */
            rotation: number;
            /** Sound Codec */
            sound_codec: string | null;
            /** Vfr */
            vfr: boolean | null;
            /** Width */
            width: number | null;
        };
        /**
         * MomentAsk
         * @description One exact frame, as GET /api/files/{file}/frames/{at} gives it.
         */
        MomentAsk: {
            /** File */
            file: string;
            /** Frame */
            frame: string;
            /** Pts */
            pts: string;
            /** Stream */
            stream: number;
        };
        /**
         * ObserveAsk
         * @description What was seen or heard; `details` holds drawn points and measures, each with its unit in its name.
         */
        ObserveAsk: {
            area?: components["schemas"]["FrameBox"] | null;
            /** Details */
            details?: {
                [key: string]: unknown;
            };
            /** Language */
            language?: string | null;
            moment?: components["schemas"]["MomentAsk"] | null;
            /**
             * Rests On
             * @default []
             */
            rests_on: string[];
            /** Says */
            says: string;
            stretch?: components["schemas"]["StretchAsk"] | null;
            /** Translation */
            translation?: string | null;
            /** Verbatim */
            verbatim?: string | null;
            /** What */
            what: string;
        };
        /**
         * OtherStretch
         * @description Two files that share no second and are of one recording, by a third that shows both without a cut; no copies.
         */
        OtherStretch: {
            /** In One */
            in_one: [
                number,
                number
            ];
            /** In Two */
            in_two: [
                number,
                number
            ];
            /** One */
            one: string;
            /** Seconds Between */
            seconds_between: number;
            /** Through */
            through: string;
            /** Two */
            two: string;
        };
        /**
         * Pair
         * @description One thing seen twice: in the frame and on the map. Longitude first, WGS 84. `common`: it would fit many places.
         */
        Pair: {
            box: components["schemas"]["FrameBox"] | null;
            /** Label */
            label: string;
            /** Note */
            note: string;
            /** Number */
            number: number;
            /** Polygon */
            polygon: [
                number,
                number
            ][];
            /**
             * Weight
             * @enum {string}
             */
            weight: "distinctive" | "common";
        };
        /**
         * PairRow
         * @description Two files that were compared and not joined: what was found, or why nothing can be said.
         */
        PairRow: {
            /** Finding */
            finding: string;
            /** Method */
            method: string;
            /** One */
            one: string;
            /** Outcome */
            outcome: string;
            /** Two */
            two: string;
            /** Why */
            why: string;
        };
        /**
         * PasteAsk
         * @description Tab or comma separated text, with a heading line, as it comes from a spreadsheet.
         */
        PasteAsk: {
            /** Text */
            text: string;
        };
        /**
         * PlaceAsk
         * @description Boxes of whole 1e-7 degrees (west, south, east, north), or a point with its radius.
         */
        PlaceAsk: {
            /**
             * Boxes
             * @default []
             */
            boxes: [
                number,
                number,
                number,
                number
            ][];
            /** Lat Deg */
            lat_deg?: number | null;
            /** Lon Deg */
            lon_deg?: number | null;
            /** Radius M */
            radius_m?: number | null;
        };
        /**
         * PointAsk
         * @description A point of the picture (pixels) that the map has.
         */
        PointAsk: {
            /**
             * Height M
             * @default 0
             */
            height_m: number;
            /** Lat Deg */
            lat_deg: number;
            /** Lon Deg */
            lon_deg: number;
            /** X Px */
            x_px: number;
            /** Y Px */
            y_px: number;
        };
        /**
         * Problem
         * @description How every refusal and every failure reads.
         */
        Problem: {
            /** Code */
            code: string;
            /** Hint */
            hint: string;
            /** Message */
            message: string;
        };
        /**
         * Proof
         * @description A proof as it stands in the case: an observation whose details these are.
         */
        Proof: {
            camera: components["schemas"]["Camera"] | null;
            /** File */
            file: string;
            imagery: components["schemas"]["Imagery"] | null;
            /** Pairs */
            pairs: components["schemas"]["Pair"][];
            /** Paragraph */
            paragraph: string;
            /** Pts */
            pts: string;
            /** Rejected */
            rejected: components["schemas"]["Candidate"][];
            row: components["schemas"]["EntryRow"];
            /** Title */
            title: string;
        };
        /**
         * ProofAsk
         * @description A proof of a place; `replaces` is the proof of one's own that it stands instead of.
         */
        ProofAsk: {
            camera?: components["schemas"]["Camera"] | null;
            imagery?: components["schemas"]["Imagery"] | null;
            moment: components["schemas"]["MomentAsk"];
            /** Pairs */
            pairs: components["schemas"]["Pair"][];
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Rejected
             * @default []
             */
            rejected: components["schemas"]["Candidate"][];
            /** Replaces */
            replaces?: string | null;
            /** Title */
            title: string;
        };
        /**
         * PublishAsk
         * @description `exhibits` are originals to make public, none by default; `withhold` entries (ID) or sealed fields (ID.field).
         */
        PublishAsk: {
            /**
             * Changed
             * @default
             */
            changed: string;
            /**
             * Exhibits
             * @default []
             */
            exhibits: string[];
            /**
             * Withhold
             * @default []
             */
            withhold: string[];
        };
        /** QuestionAsk */
        QuestionAsk: {
            about: components["schemas"]["About"];
            /** Text */
            text: string;
        };
        /**
         * QuestionState
         * @description How far a question is with regard to a file: claims speak of it, assessments rest on it, analysts differ.
         */
        QuestionState: {
            /** About */
            about: string;
            /**
             * State
             * @enum {string}
             */
            state: "none" | "open" | "claimed" | "assessed" | "contested";
        };
        /**
         * RecordingRow
         * @description A recording known through its copies. `earliest` is the earliest *known* posting, in the places that were searched.
         */
        RecordingRow: {
            /** Earliest */
            earliest: string | null;
            earliest_posted: components["schemas"]["When"] | null;
            /** Files */
            files: components["schemas"]["CopyFile"][];
            /** Other Stretches */
            other_stretches: components["schemas"]["OtherStretch"][];
            /** Reasons */
            reasons: string[];
            /** Recording */
            recording: string;
            /** Stretches */
            stretches: components["schemas"]["CopyStretch"][];
            /** Undated */
            undated: number;
        };
        /**
         * RelationRow
         * @description How this file stands to another: the relation, the stretches in seconds, the edits, and the finding that says so.
         */
        RelationRow: {
            /** Edits */
            edits: string[];
            /** Finding */
            finding: string;
            /** In Other */
            in_other: [
                number,
                number
            ] | null;
            /** In This */
            in_this: [
                number,
                number
            ] | null;
            /** Other */
            other: string;
            /** Relation */
            relation: string;
        };
        /**
         * Reliability
         * @description Admiralty scale, of a source.
         * @enum {string}
         */
        Reliability: "A" | "B" | "C" | "D" | "E" | "F";
        /** ReplyAsk */
        ReplyAsk: {
            /**
             * Answer
             * @default
             */
            answer: string;
            /** Answered */
            answered?: boolean | null;
            /** Asked */
            asked?: boolean | null;
            /** Question */
            question: string;
            /** Source */
            source: string;
            when?: components["schemas"]["TimeAsk"] | null;
        };
        /**
         * ReportPage
         * @description The draft in the order of the report, and the editions.
         */
        ReportPage: {
            /** Drafts */
            drafts: components["schemas"]["DraftRow"][];
            /** Editions */
            editions: components["schemas"]["Edition"][];
            /** Next Edition */
            next_edition: number;
        };
        /** ReviewAsk */
        ReviewAsk: {
            /** Agrees */
            agrees: boolean;
            /** Of */
            of: string;
            /** Reasons */
            reasons: string;
        };
        /**
         * Said
         * @description An entry that is on the disk, and how it reads.
         */
        Said: {
            /** Entry */
            entry: string;
            row: components["schemas"]["EntryRow"];
        };
        /**
         * Seconds
         * @description Seconds of a file as "n/d"; None is its begin or its end.
         */
        Seconds: {
            /** End */
            end: string | null;
            /** Start */
            start: string | null;
        };
        /**
         * Section
         * @description Where in a report a sentence stands.
         * @enum {string}
         */
        Section: "title" | "summary" | "known" | "not known" | "how" | "correction";
        /**
         * SheetPage
         * @description A page of the sheet.
         */
        SheetPage: {
            /** Columns */
            columns: components["schemas"]["Column"][];
            /** Next */
            next: string | null;
            /** Rows */
            rows: components["schemas"]["SheetRow"][];
            /** Total */
            total: number;
            /** Views */
            views: components["schemas"]["SheetView"][];
        };
        /**
         * SheetRow
         * @description One sighting with its cells by column. `entry` is the sighting that stands now.
         */
        SheetRow: {
            /** Author */
            author: string;
            /** Cells */
            cells: {
                [key: string]: string;
            };
            /** Entry */
            entry: string;
            /** File */
            file: string | null;
            /** Mine */
            mine: boolean;
        };
        /**
         * SheetView
         * @description A saved view: columns in order, filters by column, and a sort.
         */
        SheetView: {
            /** Columns */
            columns: string[];
            /** Entry */
            entry: string;
            /** Filters */
            filters: {
                [key: string]: string;
            };
            /** Name */
            name: string;
            /** Sort */
            sort: string;
        };
        /**
         * SightingRow
         * @description One appearance, with both its times.
         */
        SightingRow: {
            /** Account */
            account: string | null;
            /** Author */
            author: string;
            /** Captured */
            captured: string;
            /** Channel */
            channel: string | null;
            /** Device */
            device: string | null;
            /** Entry */
            entry: string;
            /** Item */
            item: string | null;
            /** Mine */
            mine: boolean;
            /** Name */
            name: string | null;
            /** Note */
            note: string;
            posted: components["schemas"]["When"] | null;
            seen: components["schemas"]["When"] | null;
            /** Url */
            url: string | null;
            /** Withdrawn */
            withdrawn: string | null;
        };
        /**
         * SolveAsk
         * @description Points for place.resection, and the size of their picture.
         */
        SolveAsk: {
            /**
             * Field Of View Deg
             * @default 65
             */
            field_of_view_deg: number;
            /** Height Px */
            height_px: number;
            /**
             * Map Error M
             * @default 2
             */
            map_error_m: number;
            /**
             * Pixel Error
             * @default 2
             */
            pixel_error: number;
            /** Points */
            points: components["schemas"]["PointAsk"][];
            /** Width Px */
            width_px: number;
        };
        /**
         * Solved
         * @description place.resection's answer for points of the frame that the map has: a camera with its region, or why there is none.
         */
        Solved: {
            camera: components["schemas"]["Camera"] | null;
            /** Outcome */
            outcome: string;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** Why */
            why: string;
        };
        /** SourceAsk */
        SourceAsk: {
            is_a: components["schemas"]["SourceKind"];
            /** Name */
            name: string;
            /**
             * Protected
             * @default false
             */
            protected: boolean;
            /**
             * Reason
             * @default
             */
            reason: string;
            /** @default F */
            reliability: components["schemas"]["Reliability"];
        };
        /**
         * SourceKind
         * @enum {string}
         */
        SourceKind: "account" | "person" | "outlet" | "official" | "unnamed";
        /**
         * StillRow
         * @description A still that was kept: its digest in the vault, its moment and the frame it was made of.
         */
        StillRow: {
            /** Digest */
            digest: string;
            /** Frame */
            frame: string;
            /** Media Type */
            media_type: string;
            /** Pts */
            pts: string;
            /** Stream */
            stream: number;
        };
        /**
         * StretchAsk
         * @description A stretch of a file, "n/d" or decimal seconds; without ends the whole file.
         */
        StretchAsk: {
            /** End */
            end?: string | null;
            /** File */
            file: string;
            /** Start */
            start?: string | null;
        };
        /**
         * TimeAsk
         * @description A time as it was stated, with the zone it was stated in.
         */
        TimeAsk: {
            /** Stated */
            stated: string;
            /** Zone */
            zone?: string | null;
        };
        /**
         * TimeBar
         * @description A bar from the earliest to the latest that something says; None is open.
         */
        TimeBar: {
            /** Earliest */
            earliest: string | null;
            /** Entry */
            entry: string | null;
            /** File */
            file: string | null;
            /** Id */
            id: string;
            /** Latest */
            latest: string | null;
            /** Says */
            says: string;
        };
        /**
         * ViewAsk
         * @description A view of the sheet to be kept under a name.
         */
        ViewAsk: {
            /** Columns */
            columns: string[];
            /** Filters */
            filters?: {
                [key: string]: string;
            };
            /** Name */
            name: string;
            /**
             * Sort
             * @default
             */
            sort: string;
        };
        /**
         * ViewingCopy
         * @description A viewing copy and how far it is. Pictures on it are for looking: whatever is measured is measured on the original.
         */
        ViewingCopy: {
            /** Digest */
            digest: string | null;
            /** Done */
            done: number;
            frames: components["schemas"]["CopyFrames"] | null;
            /** How */
            how: string;
            /** Job */
            job: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "none" | "making" | "ready" | "failed";
            /** Whole */
            whole: number;
            /** Why */
            why: string;
        };
        /**
         * Waveform
         * @description The outline of the sound. Bucket k holds exactly the samples from ceil(k*rate/per_second) to before the next bucket's
         *     first, counted from `start` ("n/d" s). `low` and `high` are -127 to 127; a gap in the sound is 0 and 0.
         */
        Waveform: {
            /** File */
            file: string;
            /** High */
            high: number[];
            /** Low */
            low: number[];
            /** Per Second */
            per_second: number;
            /** Rate */
            rate: number;
            /** Samples */
            samples: number;
            /** Start */
            start: string;
        };
        /**
         * WeighAsk
         * @description One cell of the matrix.
         */
        WeighAsk: {
            /** Answer */
            answer: string;
            consistency: components["schemas"]["Consistency"];
            /** Evidence */
            evidence: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * Weighed
         * @description A weighing method's outcome over the case as it stands now, and names for the entries that it speaks of.
         */
        Weighed: {
            /** Names */
            names: {
                [key: string]: string;
            };
            /** Outcome */
            outcome: string;
            /** Value */
            value: {
                [key: string]: unknown;
            };
            /** Why */
            why: string;
        };
        /**
         * When
         * @description A span as it is shown: both ends as UTC text or None, and what was stated.
         */
        When: {
            /** Earliest */
            earliest: string | null;
            /** Latest */
            latest: string | null;
            /** Stated */
            stated: string | null;
            /** Zone */
            zone: string | null;
        };
        /** WithdrawAsk */
        WithdrawAsk: {
            /** Instead */
            instead?: string | null;
            /** Of */
            of: string;
            /** Reason */
            reason: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    board: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    matrix: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Weighed"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    origins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Weighed"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    case_summary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseSummary"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointRow"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clocks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClocksPage"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CopiesPage"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    entries: {
        parameters: {
            query: {
                kind: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryRow"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    files: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
                q?: string;
                kind?: ("video" | "image" | "sound" | "other" | "unread") | null;
                mark?: string;
                channel?: string;
                account?: string;
                about?: string;
                state?: ("none" | "open" | "claimed" | "assessed" | "contested") | null;
                broken?: boolean | null;
                plays?: string;
                recording?: string;
                sort?: "posted" | "name" | "size" | "duration" | "added";
                collapse?: boolean;
                facets?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryPage"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileDetail"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    frames: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameIndex"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    frame: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
                at: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameMoment"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    still: {
        parameters: {
            query?: {
                width?: number;
                /** @description Say so plainly: what is marked, or not yet rated, is never shown by surprise. */
                uncover?: boolean;
            };
            header?: never;
            path: {
                file: string;
                at: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    media: {
        parameters: {
            query?: {
                /** @description Say so plainly: what is marked, or not yet rated, is never shown by surprise. */
                uncover?: boolean;
            };
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kept_still: {
        parameters: {
            query?: {
                /** @description Say so plainly: what is marked, or not yet rated, is never shown by surprise. */
                uncover?: boolean;
            };
            header?: never;
            path: {
                file: string;
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewing_copy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewingCopy"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_viewing_copy: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewingCopy"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    viewing_media: {
        parameters: {
            query?: {
                /** @description Say so plainly: what is marked, or not yet rated, is never shown by surprise. */
                uncover?: boolean;
            };
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    waveform: {
        parameters: {
            query?: {
                per_second?: number;
            };
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waveform"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowRow"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_job: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_job: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
                kind?: string;
                author?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proofs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prove: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    solve: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SolveAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Solved"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proof_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry: string;
                form: "png" | "svg" | "kmz" | "txt";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPage"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recheck_lines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                edition: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckLine"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edition_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                edition: number;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recheck: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path: {
                edition: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    gate: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GateRow"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lint: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LintAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lint"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    anchor: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnchorAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"][];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answer: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assess: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssessAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claim: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draft: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grade: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GradeAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mark: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    observe: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObserveAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    review: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    source: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    weigh: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeighAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exchange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Exchange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sheet: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
                q?: string;
                column?: string[];
                has?: string[];
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetPage"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applied"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_paste: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasteAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sheet_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                form: "csv" | "xlsx";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    keep_view: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Said"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    constraints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Constraints"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    where: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Field"];
                };
            };
            /** @description What went wrong, with its lasting code. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
